"""Strawberry: connections, deletions by listing."""
from driving import call, same, stored, sync


def ask(query):
    return call("POST", "/", {"query": query})[0]["data"]


def source():
    found, after = {}, ""
    while after is not None:
        page = ask('{ projects(first: 50%s) { edges { node { id name done } } pageInfo { hasNextPage endCursor } } }' % (
            ', after: "%s"' % after if after else ""))["projects"]
        for edge in page["edges"]:
            node = edge["node"]
            found[node["id"]] = (node["name"], "completed" if node["done"] else "in_progress")
        after = page["pageInfo"]["endCursor"] if page["pageInfo"]["hasNextPage"] else None
    return found


sync()
same(source(), stored("project", ["name", "status"]), "first sync")
ask("mutation { shuffle }")
report = sync()
same(source(), stored("project", ["name", "status"]), "changes and deletions")
assert report["streams"][0]["deleted"] == 10, report
