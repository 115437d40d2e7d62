"""Writes npy.json: small arrays as numpy saves them (base64) and their values.

Made with Python 3 and the numpy version recorded in the file.
Run: /usr/bin/python3 make_npy.py
"""

import base64
import io
import json
import pathlib

import numpy as np


def saved(array, version=None):
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, version=version)
    return base64.b64encode(buffer.getvalue()).decode()


half = np.array([[0.0, -0.0, 1.0, -2.5], [65504.0, 6e-8, 6.1e-5, 0.333]], dtype="<f2")
cases = {
    "float16": (half, None),
    "float32": (np.array([[1.5, -2.25, 3e-30], [4, 5, 6.1]], dtype="<f4"), None),
    "float64": (np.array([1 / 3, 2e10, -7.0], dtype="<f8"), None),
    "int32": (np.array([[1], [-2], [2**31 - 1]], dtype="<i4"), None),
    "int64": (np.array([3, -4], dtype="<i8"), None),
    "uint8": (np.array([0, 255], dtype="u1"), None),
    "version2": (np.array([[1.0, 2.0]], dtype="<f4"), (2, 0)),
    "version3": (np.array([[1.0, 2.0]], dtype="<f4"), (3, 0)),
    "column": (np.asfortranarray(np.array([[1.0], [2.0]], dtype="<f4")), None),
    "empty": (np.zeros((0, 4), dtype="<f4"), None),
    "scalar": (np.array(2.5, dtype="<f4"), None),
    "fortran": (np.asfortranarray(np.arange(6, dtype="<f4").reshape(2, 3)), None),
    "bigEndian": (np.array([1.0, 2.0], dtype=">f4"), None),
    "text": (np.array(["ab", "c"]), None),
    "record": (np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]), None),
}
document = {"numpy": np.__version__, "cases": {}}
for name, (array, version) in cases.items():
    numeric = array.dtype.kind in "fiu"
    values = array.astype("f4").ravel().tolist() if numeric else []
    document["cases"][name] = {
        "npy": saved(array, version),
        "shape": list(array.shape),
        "values": values,
    }
path = pathlib.Path(__file__).with_name("npy.json")
path.write_text(json.dumps(document, indent=1) + "\n")
