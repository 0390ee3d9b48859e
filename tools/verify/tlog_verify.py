#!/usr/bin/env python3
"""Checks (or writes) a log of Onewindow with nothing but Python's standard library.

  tlog_verify.py DIR --vkey KEY [--vkey KEY] [--known SIZE:ROOT]   check a log
  tlog_verify.py --proof FILE --policy FILE                        check a proof and its content
  tlog_verify.py --proof FILE --entry FILE --vkey KEY [--witness KEY]... [--quorum K]
  tlog_verify.py DIR --write --origin NAME --seed HEX < entries    write a log, an entry a line

Prints "ok SIZE ROOT" or "bad INDEX REASON", where INDEX is the first entry that is not as it was
signed, or "bad - REASON". The formats are C2SP tlog-tiles, tlog-checkpoint, signed-note,
tlog-cosignature and tlog-proof; the tree is that of RFC 6962; the signatures are Ed25519
(RFC 8032) and SM2 with SM3 (GB/T 32918.2).
"""
import argparse, base64, hashlib, pathlib, struct, sys

sys.dont_write_bytecode = True
from receipts import enclosed, policy
from signatures import ed25519_sign, key_id, signed_by

WIDTH = 256


class Bad(Exception):
    """The first bad index, or "-", and the reason."""


# --- the tree of RFC 6962 ---
def leaf(entry): return hashlib.sha256(b"\0" + entry).digest()
def node(left, right): return hashlib.sha256(b"\1" + left + right).digest()


def root(hashes):
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return node(root(hashes[:split]), root(hashes[split:]))


def included(hash, index, size, path):
    """The root that the path leads to (RFC 9162, 2.1.3.2)."""
    at, last = index, size - 1
    for step in path:
        if last == 0:
            raise Bad("-", "the path is too long")
        if at & 1 or at == last:
            hash = node(step, hash)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            hash = node(hash, step)
        at, last = at >> 1, last >> 1
    if last or index >= size:
        raise Bad("-", "the path is too short")
    return hash


# --- notes and checkpoints ---
def checkpoint(note, logs, witnesses=(), quorum=0):
    text, signed = signed_by(note, [*logs, *witnesses])
    origin, size, hash = text.split("\n")[:3]
    if not any(it.split("+")[0] == origin for it in signed & set(logs)):
        raise Bad("-", "the checkpoint is not signed by the log")
    if len(signed & set(witnesses)) < quorum:
        raise Bad("-", "too few witnesses")
    return int(size), base64.b64decode(hash, validate=True)


# --- tiles ---
def name(kind, index, width):
    parts = [f"{index % 1000:03}"]
    while index := index // 1000:
        parts.insert(0, f"x{index % 1000:03}")
    return f"tile/{kind}/" + "/".join(parts) + (f".p/{width}" if width < WIDTH else "")


def tile(folder, kind, index, count, first):
    """The bytes of a tile or bundle of a row with `count` hashes or entries, and its width."""
    width = min(WIDTH, count - index * WIDTH)
    path, wider = folder / name(kind, index, width), folder / name(kind, index, WIDTH)
    if path.is_file():
        return path.read_bytes(), width
    if not wider.is_file():
        raise Bad(first, "a file is missing")
    data = wider.read_bytes()  # the full one may have taken the place of the partial one
    end = sum(len(it) + 2 for it in list(cut(data))[:width]) if kind == "entries" else 32 * width
    return data[:end], width


def cut(data):
    at = 0
    while at + 2 <= len(data):
        end = at + 2 + struct.unpack(">H", data[at:at + 2])[0]
        if end > len(data):
            return
        yield data[at + 2:end]
        at = end


def check(folder, size, hash, known):
    rows = [[]]
    for index in range(-(-size // WIDTH)):
        first = index * WIDTH
        data, width = tile(folder, "entries", index, size, first)
        hashes, _ = tile(folder, 0, index, size, first)
        entries = list(cut(data))
        for at in range(width):
            if at >= len(entries) or leaf(entries[at]) != hashes[32 * at:32 * at + 32]:
                raise Bad(first + at, "an entry is not what its tile says")
        if sum(len(it) + 2 for it in entries[:width]) != len(data) or len(hashes) != 32 * width:
            raise Bad(first + width, "a file holds too much")
        rows[0] += [leaf(it) for it in entries]
        level = 0
        while len(rows[level]) % WIDTH == 0:  # a tile is full: the tile above must say so
            above, span = root(rows[level][-WIDTH:]), WIDTH ** (level + 1)
            level += 1
            if len(rows) == level:
                rows.append([])
            at, first = len(rows[level]), len(rows[level]) * span
            hashes, width = tile(folder, level, at // WIDTH, size // span, first)
            if hashes[32 * (at % WIDTH):][:32] != above or len(hashes) != 32 * width:
                raise Bad(first, "a tile is not what the tile above says")
            rows[level].append(above)
    good = 0
    for end, expected in sorted([*known, (size, hash)]):
        if end > size:
            raise Bad(size, "the log is shorter than it was")
        if root(rows[0][:end]) != expected:
            raise Bad(good, "the entries do not give the root")
        good = end


def write(folder, entries, origin, seed):
    def put(kind, row, pack):
        for index in range(-(-len(row) // WIDTH)):
            part = row[index * WIDTH:][:WIDTH]
            path = folder / name(kind, index, len(part))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"".join(pack(it) for it in part))
    put("entries", entries, lambda it: struct.pack(">H", len(it)) + it)
    row = hashes = [leaf(it) for it in entries]
    for level in range(8):
        put(level, row, lambda it: it)
        row = [root(row[at:at + WIDTH]) for at in range(0, len(row) - WIDTH + 1, WIDTH)]
    text = f"{origin}\n{len(entries)}\n{base64.b64encode(root(hashes)).decode()}\n"
    key, signature = ed25519_sign(seed, text.encode())
    line = base64.b64encode(key_id(origin, b"\1" + key) + signature).decode()
    (folder / "checkpoint").write_text(f"{text}\n\u2014 {origin} {line}\n")
    return len(entries), root(hashes)


def main():
    known = lambda it: (int(it.split(":")[0]), base64.b64decode(it.split(":")[1]))
    ask = argparse.ArgumentParser(usage=__doc__)
    ask.add_argument("folder", nargs="?", type=pathlib.Path)
    for option in ("--vkey", "--witness"):
        ask.add_argument(option, action="append", default=[])
    ask.add_argument("--known", action="append", default=[], type=known)
    for option in ("--origin", "--proof", "--entry", "--policy"):
        ask.add_argument(option)
    ask.add_argument("--quorum", type=int, default=0)
    ask.add_argument("--write", action="store_true")
    ask.add_argument("--seed", type=bytes.fromhex)
    given = ask.parse_args()
    try:
        if given.policy:
            given.vkey, given.witness, given.quorum = policy(given.policy)
        if given.write:
            entries = sys.stdin.buffer.read().splitlines()
            size, hash = write(given.folder, entries, given.origin, given.seed)
        elif given.proof:
            top, note = pathlib.Path(given.proof).read_text().split("\n\n", 1)
            size, hash = checkpoint(note, given.vkey, given.witness, given.quorum)
            lines = [it for it in top.split("\n")[1:] if not it.startswith("extra ")]
            extra = [it[6:] for it in top.split("\n")[1:2] if it.startswith("extra ")]
            path, index = [base64.b64decode(it, validate=True) for it in lines[1:]], int(lines[0][6:])
            entry = pathlib.Path(given.entry).read_bytes() if given.entry else enclosed(base64.b64decode(extra[0]))
            entry = leaf(entry)
            if not top.startswith("c2sp.org/tlog-proof@v1\n") or included(entry, index, size, path) != hash:
                raise Bad(index, "the entry is not in the log")
        else:
            note = (given.folder / "checkpoint").read_text()
            size, hash = checkpoint(note, given.vkey)
            check(given.folder, size, hash, given.known)
    except (Bad, ValueError, KeyError, IndexError, struct.error, OSError) as error:
        print("bad", *(error.args if isinstance(error, Bad) else ("-", error)))
        return 1
    print("ok", size, base64.b64encode(hash).decode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
