"""Ed25519 (RFC 8032), SM2 with SM3 (GB/T 32918.2) and signed notes (C2SP), from their texts. For
checking, not for signing in earnest: nothing here is hidden from someone who measures time.
"""
import base64, hashlib, struct

SM2_KIND = b"\xffonewindow/sm2-with-sm3/v1\n"

# --- Ed25519, RFC 8032 ---
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def add(a, b):
    s, t = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    u, v = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = t - s, v - u, v + u, t + s
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(k, a):
    out = (0, 1, 1, 0)
    while k:
        out, a, k = add(out, a) if k & 1 else out, add(a, a), k >> 1
    return out


def point(data):
    y, sign = int.from_bytes(data, "little") & (1 << 255) - 1, data[31] >> 7
    xx = (y * y - 1) * pow(D * y * y + 1, -1, P)
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if len(data) != 32 or y >= P or (x * x - xx) % P or (x == 0 and sign):
        raise ValueError("no point")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def packed(a):
    z = pow(a[2], -1, P)
    return (a[1] * z % P | (a[0] * z % P & 1) << 255).to_bytes(32, "little")


BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
def digest(*parts): return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def ed25519_sign(seed, text):
    """Public key and signature."""
    hash = hashlib.sha512(seed).digest()
    secret = int.from_bytes(hash[:32], "little") & (1 << 254) - 8 | 1 << 254
    key, nonce = packed(times(secret, BASE)), digest(hash[32:], text) % L
    r = packed(times(nonce, BASE))
    return key, r + ((nonce + digest(r, key, text) * secret) % L).to_bytes(32, "little")


def ed25519(key, signature, text):
    s = int.from_bytes(signature[32:], "little")
    right = add(point(signature[:32]), times(digest(signature[:32], key, text) % L, point(key)))
    return len(signature) == 64 and s < L and packed(times(s, BASE)) == packed(right)


# --- SM2 with SM3, GB/T 32918.2 ---
Q = 2**256 - 2**224 - 2**96 + 2**64 - 1
A, B, N, X, Y = Q - 3, *(int(it, 16) for it in (
    "28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93",
    "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123",
    "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7",
    "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0"))


def sm2_add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % Q == 0:
        return None
    slope = ((3 * a[0]**2 + A) * pow(2 * a[1], -1, Q) if a == b else
             (b[1] - a[1]) * pow(b[0] - a[0], -1, Q)) % Q
    x = (slope**2 - a[0] - b[0]) % Q
    return x, (slope * (a[0] - x) - a[1]) % Q


def sm2_times(k, a):
    out = None
    while k:
        out, a, k = sm2_add(out, a) if k & 1 else out, sm2_add(a, a), k >> 1
    return out


def sm2(key, signature, text):
    x, y = int.from_bytes(key[1:33], "big"), int.from_bytes(key[33:], "big")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if key[0] != 4 or len(key) != 65 or (y * y - x**3 - A * x - B) % Q or len(signature) != 64:
        return False
    who = b"\0\x80" + b"1234567812345678" + b"".join(it.to_bytes(32, "big") for it in (A, B, X, Y, x, y))
    e = hashlib.new("sm3", hashlib.new("sm3", who).digest() + text).digest()
    t = (r + s) % N
    if not (0 < r < N and 0 < s < N and t):
        return False
    at = sm2_add(sm2_times(s, (X, Y)), sm2_times(t, (x, y)))
    return at is not None and (int.from_bytes(e, "big") + at[0]) % N == r


# --- signed notes ---
def key_id(name, key): return hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]


def signed_by(note, vkeys):
    """The text, and which of the keys have signed it. A wrong line of a known key spoils it."""
    text, _, lines = note.rpartition("\n\n")
    text, signed = (text + "\n").encode(), set()
    for line in lines.splitlines():
        dash, name, blob = line.split(" ")
        blob = base64.b64decode(blob, validate=True)
        for vkey in vkeys:
            known, _, key = vkey.split("+", 2)
            key = base64.b64decode(key, validate=True)
            if dash != "\u2014" or known != name or key_id(known, key) != blob[:4]:
                continue
            if key.startswith(SM2_KIND):
                good = sm2(key[len(SM2_KIND):], blob[4:], text)
            elif key[0] == 4:
                time = struct.unpack(">Q", blob[4:12])[0]
                good = ed25519(key[1:], blob[12:], b"cosignature/v1\ntime %d\n" % time + text)
            else:
                good = key[0] == 1 and ed25519(key[1:], blob[4:], text)
            if not good:
                raise ValueError(f"the signature of {name} is wrong")
            signed.add(vkey)
    return text.decode(), signed
