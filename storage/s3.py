"""Opens S3 with as little of botocore's data as the bucket needs. Must not know what is kept in it.

botocore reads the endpoints of every service and all that S3 can do, and keeps them as long as a client lives: 12 MB.
What we never call is dropped as the files are read. What stays is botocore's own word for word, so requests are the
same with and without this.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import PurePath
from typing import Any

import boto3.session
import botocore.session
from botocore.loaders import JSONFileLoader, Loader

OPERATIONS = (
    *("PutObject", "DeleteObject", "GetObject", "HeadObject", "ListObjectsV2", "HeadBucket", "CreateBucket"),
    "CreateSession",  # botocore's own, where the bucket is a directory bucket
)
Data = dict[str, Any]


def new_session() -> boto3.session.Session:
    """A session for S3 alone, whose clients can do `OPERATIONS` alone."""
    session = botocore.session.get_session()
    session.register_component("data_loader", _loader())
    return boto3.session.Session(botocore_session=session)


@cache
def _loader() -> Loader:
    return Loader(file_loader=_LessData())


class _LessData(JSONFileLoader):
    """Reads botocore's files and drops what does not concern us."""

    def load_file(self, file_path: str) -> Any:
        """The data of a file named without its ending; None where there is no such file."""
        data = super().load_file(file_path)
        if data is not None and PurePath(file_path).match("data/endpoints"):
            return {**data, "partitions": [_with_s3_alone(partition) for partition in data["partitions"]]}
        if data is not None and PurePath(file_path).match("s3/*/service-2"):
            return _with_our_operations(data)
        return data


def _with_s3_alone(partition: Data) -> Data:
    return {**partition, "services": {"s3": partition["services"]["s3"]}}


def _with_our_operations(model: Data) -> Data:
    operations = {name: model["operations"][name] for name in OPERATIONS}
    return {**model, "operations": operations, "shapes": _shapes_under(operations, model["shapes"])}


def _shapes_under(operations: Data, shapes: Data) -> Data:
    """The shapes that the operations speak of, and all that those are made of."""
    kept: Data = {}
    names = list(_names_in(operations))
    while names:
        name = names.pop()
        if name not in kept:
            kept[name] = shapes[name]
            names.extend(_names_in(shapes[name]))
    return kept


def _names_in(data: Any) -> Iterator[str]:
    """Whatever is said under the key "shape", at any depth."""
    if isinstance(data, list):
        for item in data:
            yield from _names_in(item)
    elif isinstance(data, dict):
        if isinstance(data.get("shape"), str):
            yield data["shape"]
        for item in data.values():
            yield from _names_in(item)
