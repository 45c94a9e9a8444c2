"""Writes a Caffe model (binary NetParameter) with a few lines of protobuf wire format.

Field numbers are those of BVLC's caffe.proto: NetParameter name 1, layer 100; LayerParameter
name 1, type 2, bottom 3, top 4, blobs 7; BlobProto data 5, shape 7; BlobShape dim 1.
"""

import numpy as np

LENGTH_DELIMITED = 2


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def field(number, payload):
    """A field of bytes: a string, a message, or packed scalars."""
    payload = payload.encode() if isinstance(payload, str) else payload
    return varint(number << 3 | LENGTH_DELIMITED) + varint(len(payload)) + payload


def blob(values):
    shape = field(1, b"".join(varint(extent) for extent in values.shape))
    return field(5, np.ascontiguousarray(values, "<f4").tobytes()) + field(7, shape)


def layer(name, kind, bottoms, tops, blobs):
    return b"".join(
        [field(1, name), field(2, kind)]
        + [field(3, bottom) for bottom in bottoms]
        + [field(4, top) for top in tops]
        + [field(7, blob(values)) for values in blobs]
    )


def net(name, layers):
    """The file's bytes; `layers` are tuples of `layer`'s arguments."""
    return field(1, name) + b"".join(field(100, layer(*values)) for values in layers)
