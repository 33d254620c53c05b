#!/usr/bin/env python3
"""A tap on the Singer SDK, as its documentation has one written.   singer_tap.py ADDRESS > messages"""
import sys

from canonical import FIELDS, canonical
from singer_sdk import Tap
from singer_sdk import typing as th
from singer_sdk.pagination import BasePageNumberPaginator
from singer_sdk.streams import RESTStream


class Pages(BasePageNumberPaginator):
    def has_more(self, response):
        return response.json()["has_more"]


class Employees(RESTStream):
    name = "employees"
    primary_keys = ("id",)
    records_jsonpath = "$.data[*]"
    schema = th.PropertiesList(*(th.Property(name, th.NumberType if name == "fte" else th.StringType) for name in FIELDS)).to_dict()

    @property
    def url_base(self):
        return self.config["address"].rsplit("/", 1)[0]

    @property
    def path(self):
        return "/" + self.config["address"].rsplit("/", 1)[1]

    def get_new_paginator(self):
        return Pages(start_value=1)

    def get_url_params(self, context, next_page_token):
        return {"page": next_page_token, "per_page": 500}

    def post_process(self, row, context=None):
        return canonical(row)


class Acme(Tap):
    name = "tap-acme"
    config_jsonschema = th.PropertiesList(th.Property("address", th.StringType, required=True)).to_dict()

    def discover_streams(self):
        return [Employees(tap=self)]


Acme(config={"address": sys.argv[1]}).sync_all()
