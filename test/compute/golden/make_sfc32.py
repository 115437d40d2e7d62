"""Golden numbers for test/compute/random.test.ts, from an implementation of its own.

sfc32 as in PractRand 0.94 (src/RNGs/sfc.cpp, raw32), in Python's unbounded integers; the seeding is
what the header of src/compute/random.ts states. Python 3.11 or later, standard library only:
python3 make_sfc32.py > sfc32.json
"""

import hashlib
import json
import struct
import sys

MASK = 0xFFFFFFFF


class Sfc32:
    def __init__(self, a, b, c, counter):
        self.a, self.b, self.c, self.counter = a, b, c, counter

    def next(self):
        result = (self.a + self.b + self.counter) & MASK
        self.counter = (self.counter + 1) & MASK
        self.a = self.b ^ (self.b >> 9)
        self.b = (self.c + (self.c << 3)) & MASK
        rotated = ((self.c << 21) | (self.c >> 11)) & MASK
        self.c = (rotated + result) & MASK
        return result


def stream(seed, name):
    digest = hashlib.sha256()
    for part in (str(seed), name):
        data = part.encode("utf-8")
        digest.update(f"{len(data)}:".encode("ascii") + data)
    generator = Sfc32(*struct.unpack("<4I", digest.digest()[:16]))
    for _ in range(12):
        generator.next()
    return generator


def uniform(generator):
    high = generator.next() >> 5
    low = generator.next() >> 6
    return (high * 2**26 + low) / 2**53


def permutation(generator, count):
    values = list(range(count))
    for last in range(count - 1, 0, -1):
        bound = last + 1
        limit = 2**32 - 2**32 % bound
        value = generator.next()
        while value >= limit:
            value = generator.next()
        other = value % bound
        values[last], values[other] = values[other], values[last]
    return values


NAMES = [(0, ""), (1, "split/random-ratings"), (42, "größe/映画"), (2**53 - 1, "a")]
cases = [
    {
        "seed": seed,
        "name": name,
        "uint32": [generator.next() for generator in [stream(seed, name)] for _ in range(20)],
        "uniform": [uniform(generator) for generator in [stream(seed, name)] for _ in range(5)],
        "permutation": permutation(stream(seed, name), 12),
    }
    for seed, name in NAMES
]
json.dump({"python": sys.version.split()[0], "cases": cases}, sys.stdout, indent=1, ensure_ascii=False)
print()
