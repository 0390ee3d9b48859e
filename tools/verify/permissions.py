#!/usr/bin/env python3
"""A second opinion on the permission matrix, with nothing but the standard library.

    permissions.py permissions.json permissions.md questions.jsonl

Reads the printed matrix (both forms, which must say the same), gives its own verdict on each
question and compares it with the answer that the server gave. A question is a JSON object:

    {"action": "cases.read", "role": "clerk", "held": ["centre"], "answer": "granted"}
    {"route": "GET /staff/cases/{case}", "role": ..., "held": [...], "answer": "refused"}
    {"gate": "GET /staff/cases/{case}", "role": ..., "answer": "granted"}
    {"field": "person.mobile", "role": ..., "held": [...], "answer": "masked"}

Exits with 1 and names the first twenty where they differ.
"""
import json
import sys

ORDER = ["hidden", "masked", "clear"]


def read_markdown(path):
    """The tables of the Markdown form: {heading of the first column: {row: {role: [words]}}}."""
    tables, table, roles = {}, None, []
    for line in open(path, encoding="utf-8"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            table = None
        elif table is None:
            table, roles = tables.setdefault(cells[0], {}), cells[1:]
        elif set(cells[0]) <= {"-"}:
            continue
        else:
            row = {}
            for role, cell in zip(roles, cells[1:]):
                row[role] = [] if cell == "–" else cell.split(", ")
            if table is tables.get("field") and roles == ["written by"]:
                row = {}
            table.setdefault(cells[0], {}).update(row)
    return tables


def same(matrix, tables):
    """What the two printed forms say differently."""
    found = []
    roles = matrix["roles"]
    if set(tables["action"]) != set(matrix["actions"]):
        found.append("the two forms name different actions")
    for action, grants in matrix["actions"].items():
        for role in roles:
            if tables["action"].get(action, {}).get(role) != grants.get(role, []):
                found.append(f"{action} for {role} differs between the two forms")
    for field, row in matrix["fields"].items():
        for role in roles:
            sights = row["sights"].get(role, {})
            words = sorted(f"{relation}: {sight}" for relation, sight in sights.items())
            if tables["field"].get(field, {}).get(role) != words:
                found.append(f"{field} for {role} differs between the two forms")
        for action in row["written_by"]:
            if action not in matrix["actions"]:
                found.append(f"{field} is written by {action}, which is no action")
    for route, action in matrix["routes"].items():
        if action not in matrix["actions"]:
            found.append(f"{route} needs {action}, which is no action")
    return found


def granted(matrix, action, role, held):
    """Whether one of the relations that are held opens the action to the role."""
    wanted = matrix["actions"].get(action, {}).get(role, [])
    return any(word == "any" or word in held for word in wanted)


def sight(matrix, field, role, held):
    """The most that one of the relations that are held shows of the field."""
    rows = matrix["fields"].get(field, {"sights": {}})["sights"].get(role, {})
    seen = [word for relation, word in rows.items() if relation == "any" or relation in held]
    return max(seen, key=ORDER.index, default="hidden")


def verdict(matrix, question):
    role, held = question["role"], question.get("held", [])
    if "field" in question:
        return sight(matrix, question["field"], role, held)
    if "gate" in question:
        action = matrix["routes"].get(question["gate"])
        opens = bool(matrix["actions"].get(action, {}).get(role))
    else:
        action = question.get("action") or matrix["routes"].get(question["route"])
        opens = granted(matrix, action, role, held)
    return "granted" if opens else "refused"


def main():
    matrix_path, markdown_path, questions_path = sys.argv[1:4]
    with open(matrix_path, encoding="utf-8") as file:
        matrix = json.load(file)
    found = same(matrix, read_markdown(markdown_path))
    count = 0
    with open(questions_path, encoding="utf-8") as file:
        for line in file:
            question = json.loads(line)
            count += 1
            own = verdict(matrix, question)
            if own != question["answer"]:
                found.append(f"the matrix says {own}: {line.strip()}")
    for line in found[:20]:
        print(line)
    if found:
        print(f"{len(found)} differences in {count} questions")
        return 1
    print(f"{count} verdicts agree")
    return 0


if __name__ == "__main__":
    sys.exit(main())
