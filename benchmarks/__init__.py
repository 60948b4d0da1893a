"""The benchmark: our server and its peers on the same data, asked the same questions. `python -m benchmarks --help`."""
