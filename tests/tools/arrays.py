"""Arrays and pictures as files, written and read without the program under test."""

import array
import ast
import ctypes
import ctypes.util
import struct
import zlib


def read_npy(path):
    """The shape and the float32 values of a .npy file."""
    data = path.read_bytes()
    length = struct.unpack_from("<H", data, 8)[0]
    header = ast.literal_eval(data[10:10 + length].decode())
    assert header["descr"] == "<f4" and not header["fortran_order"], header
    values = array.array("f")
    values.frombytes(data[10 + length:])
    return header["shape"], list(values)


def write_npy(path, shape, values, dtype="<f4", order=False):
    header = f"{{'descr': '{dtype}', 'fortran_order': {order}, 'shape': {tuple(shape)}}}\n".encode()
    path.write_bytes(b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header
                     + array.array("f", values).tobytes())
    return path


def write_pnm(path, width, height, samples, largest=255):
    kind = b"P6" if len(samples) == 3 * width * height else b"P5"
    size = b">%dH" if largest > 255 else b">%dB"
    path.write_bytes(kind + b"\n# a comment\n%d %d\n%d\n" % (width, height, largest)
                     + struct.pack(size % len(samples), *samples))
    return path


def write_png(path, width, height, samples):
    channels = len(samples) // (width * height)
    line = width * channels
    rows = b"".join(b"\0" + bytes(samples[i * line:(i + 1) * line]) for i in range(height))

    def chunk(name, data):
        return (struct.pack(">I", len(data)) + name + data
                + struct.pack(">I", zlib.crc32(name + data)))

    head = struct.pack(">IIBBBBB", width, height, 8, {1: 0, 3: 2, 4: 6}[channels], 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
                     + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    return path


def write_jpeg(path, width, height, samples):
    """Colours, at the best quality without subsampling."""
    library = ctypes.CDLL(ctypes.util.find_library("turbojpeg"))
    library.tjInitCompress.restype = ctypes.c_void_p
    compressor = ctypes.c_void_p(library.tjInitCompress())
    data, size = ctypes.POINTER(ctypes.c_ubyte)(), ctypes.c_ulong()
    result = library.tjCompress2(compressor, bytes(samples), width, 0, height, 0,
                                 ctypes.byref(data), ctypes.byref(size), 0, 100, 0)
    assert result == 0
    path.write_bytes(bytes(data[:size.value]))
    library.tjFree(data)
    library.tjDestroy(compressor)
    return path


def write_mean(path, shape, values):
    """A Caffe BlobProto: num, channels, height, width are fields 1 to 4, the data is field 5."""
    def varint(number):
        text = b""
        while number > 127:
            text += bytes([number & 127 | 128])
            number >>= 7
        return text + bytes([number])

    fields = b"".join(bytes([8 * (i + 1)]) + varint(n) for i, n in enumerate((1, *shape)))
    data = array.array("f", values).tobytes()
    path.write_bytes(fields + bytes([5 * 8 + 2]) + varint(len(data)) + data)
    return path
