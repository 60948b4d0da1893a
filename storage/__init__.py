"""Rows, blobs and migrations. The only place that knows SQL drivers and boto3."""
