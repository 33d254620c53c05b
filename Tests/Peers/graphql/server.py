"""Projects and their tasks as nested connections; a mutation changes some."""
import sys
from typing import Iterable, Optional

import strawberry
import uvicorn
from strawberry import relay
from strawberry.asgi import GraphQL
from strawberry.schema.config import StrawberryConfig

projects = {number: {"name": "Project %d" % number, "budget": "%d.50" % number, "done": number % 3 == 0} for number in range(230)}


@strawberry.type
class Owner:
    name: str
    email: str


@strawberry.type
class Project(relay.Node):
    number: relay.NodeID[int]
    name: str
    budget: str
    done: bool

    @strawberry.field
    def owner(self) -> Optional[Owner]:
        return None if self.number % 5 == 0 else Owner(name="Ada %d" % self.number, email="ada%d@example.com" % self.number)


def project(number):
    return Project(number=number, **projects[number])


@strawberry.type
class Query:
    @relay.connection(relay.ListConnection[Project])
    def projects(self, done: Optional[bool] = None) -> Iterable[Project]:
        return [project(number) for number in sorted(projects) if done is None or projects[number]["done"] == done]


@strawberry.type
class Mutation:
    @strawberry.mutation
    def shuffle(self) -> int:
        for number in range(10, 40):
            projects[number]["name"] = "Renamed %d" % number
        for number in range(50, 60):
            projects.pop(number, None)
        for number in range(500, 520):
            projects[number] = {"name": "New %d" % number, "budget": "1.00", "done": False}
        return len(projects)


schema = strawberry.Schema(Query, Mutation, config=StrawberryConfig(relay_max_results=50))
uvicorn.run(GraphQL(schema), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
