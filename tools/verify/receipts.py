"""Proofs that people take home: the keys of a C2SP tlog-policy, and what a proof carries with it."""
import hashlib, json, pathlib


def policy(path):
    """The keys of the log and of the witnesses, and how many of these are needed."""
    lines = [it.split() for it in pathlib.Path(path).read_text().splitlines() if it.strip()]
    of = lambda kind: [it for it in lines if it[0] == kind]
    groups = {it[1]: {"any": 1, "all": len(it) - 3}.get(it[2]) or int(it[2]) for it in of("group")}
    if len(groups) > 1 or len(of("quorum")) != 1:
        raise ValueError("a policy with groups in groups is not read here")
    need = 0 if of("quorum")[0][1] == "none" else groups.get(of("quorum")[0][1], 1)
    return [it[1] for it in of("log")], [it[2] for it in of("witness")], need


def enclosed(extra):
    """The entry in the extra data of a proof, after seeing that it commits to what is with it."""
    it = json.loads(extra)
    if "payload" in it:
        content = bytes.fromhex(it["salt"]) + it["payload"].encode()
        if hashlib.sha256(content).hexdigest() != json.loads(it["entry"])["commitment"]["sha256"]:
            raise ValueError("the entry does not commit to this content")
    return it["entry"].encode()
