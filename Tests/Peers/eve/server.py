"""People in Eve, with its database in memory."""
import sys

import eve.io.mongo.flask_pymongo
import mongomock


class Memory(mongomock.MongoClient):
    def __init__(self, *_, **__):
        super().__init__("localhost")


eve.io.mongo.flask_pymongo.MongoClient = Memory
people = {"schema": {name: {"type": "string"} for name in ("first", "last", "email")}, "soft_delete": True}
eve.Eve(settings={
    "MONGO_HOST": "localhost", "MONGO_DBNAME": "crm", "DOMAIN": {"people": people}, "PAGINATION_LIMIT": 500,
    "RESOURCE_METHODS": ["GET", "POST"], "ITEM_METHODS": ["GET", "PATCH", "DELETE"], "DATE_FORMAT": "%Y-%m-%dT%H:%M:%SZ",
}).run("127.0.0.1", int(sys.argv[1]))
