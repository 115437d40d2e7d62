"""Reads graphs of ONNX files: the few fields of the protocol buffers that small models need."""

import struct

import numpy as np

TYPES = {1: "<f4", 3: "<i1", 6: "<i4", 7: "<i8"}


def fields(data):
    """Number and value of every field of a message, in order."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(data, at)
        elif kind == 2:
            size, at = varint(data, at)
            value, at = data[at : at + size], at + size
        else:
            size = {1: 8, 5: 4}[kind]
            value, at = data[at : at + size], at + size
        yield key >> 3, value


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def packed(values):
    """Whole numbers that stand one by one or packed."""
    found = []
    for value in values:
        at = 0
        if isinstance(value, int):
            found.append(value)
            continue
        while at < len(value):
            number, at = varint(value, at)
            found.append(number)
    return found


def tensor(data):
    """Name and array of a TensorProto."""
    parts = list(fields(data))
    get = lambda number: [value for field, value in parts if field == number]
    shape, kind = packed(get(1)), get(2)[0]
    name = get(8)[0].decode()
    if get(9):
        array = np.frombuffer(get(9)[0], TYPES[kind])
    elif kind == 1:
        floats = get(4)
        raw = b"".join(floats)
        array = np.array(struct.unpack(f"<{len(raw) // 4}f", raw), "<f4")
    else:
        array = np.array(packed(get(5) or get(7)), TYPES[kind])
    return name, array.reshape(shape)


def node(data):
    """Operator, inputs, outputs and attributes (whole numbers, or lists of them) of a NodeProto."""
    parts = list(fields(data))
    attributes = {}
    for field, value in parts:
        if field == 5:
            inner = list(fields(value))
            name = next(v for f, v in inner if f == 1).decode()
            many = packed([v for f, v in inner if f == 8])
            single = [v for f, v in inner if f == 3]
            attributes[name] = many if many else single[0] if single else None
    names = lambda number: [value.decode() for field, value in parts if field == number]
    return names(4)[0], names(1), names(2), attributes


def read_graph(path):
    """Nodes in order, and initial tensors by name."""
    with open(path, "rb") as file:
        graph = next(value for field, value in fields(file.read()) if field == 7)
    parts = list(fields(graph))
    nodes = [node(value) for field, value in parts if field == 1]
    return nodes, dict(tensor(value) for field, value in parts if field == 5)
