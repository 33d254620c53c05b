"""Moto: every request is signed, and the signature is checked by Amazon's own code."""
import decimal
import json
import time
import urllib.request

import boto3

from driving import connector, killed, same, secret, server, setting, stored, sync


def client(service, key="made-up", text="made-up"):
    return boto3.client(service, endpoint_url=server, region_name="us-east-1", aws_access_key_id=key, aws_secret_access_key=text)


def pages(client, operation, field, **arguments):
    for page in client.get_paginator(operation).paginate(**arguments):
        yield from page.get(field, [])


iam = client("iam")
iam.create_user(UserName="reader")
key = iam.create_access_key(UserName="reader")["AccessKey"]
key, text = key["AccessKeyId"], key["SecretAccessKey"]
everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
iam.put_user_policy(UserName="reader", PolicyName="all", PolicyDocument=json.dumps(everything))
# From now on nobody gets in without a signature that is right.
with urllib.request.urlopen(urllib.request.Request(server + "/moto-api/reset-auth", b"0", {"Content-Type": "text/plain"})):
    pass
iam, table, files = client("iam", key, text), client("dynamodb", key, text), client("s3", key, text)
setting("key_id", key)
secret("secret", text[:-1] + ("a" if text[-1] != "a" else "b"))
told = connector("check", of="peer-aws-iam", code=5)
assert "SignatureDoesNotMatch" in told, told
secret("secret", text)


def people():
    return {user["UserId"]: (user["UserName"], user["Arn"]) for user in pages(iam, "list_users", "Users")}


for number in range(57):
    iam.create_user(UserName="u%03d@example.com+=,." % number)
connector("check", of="peer-aws-iam")
sync(of="peer-aws-iam")
same(people(), stored("user", ["username", "external_id"]), "IAM, first sync")
for number in range(5):
    iam.delete_user(UserName="u%03d@example.com+=,." % number)
sync(of="peer-aws-iam")
same(people(), stored("user", ["username", "external_id"]), "IAM, deletions")


def put(number, total):
    table.put_item(TableName="invoices", Item={
        "customer": {"S": "\"ä\" %d" % (number % 7)}, "number": {"N": str(number)}, "issued": {"S": "2026-01-02"},
        "paid": {"BOOL": number % 3 == 0}, "total": {"N": total}})


def invoices():
    return {item["number"]["N"]: (item["customer"]["S"], decimal.Decimal(item["total"]["N"]))
            for item in pages(table, "scan", "Items", TableName="invoices")}


def kept():
    return {row[0]: (row[1], decimal.Decimal(row[2]))
            for row in stored("invoice", ["number", "customer_id", "total_amount"]).values()}


table.create_table(
    TableName="invoices", BillingMode="PAY_PER_REQUEST",
    KeySchema=[{"AttributeName": "customer", "KeyType": "HASH"}, {"AttributeName": "number", "KeyType": "RANGE"}],
    AttributeDefinitions=[{"AttributeName": "customer", "AttributeType": "S"}, {"AttributeName": "number", "AttributeType": "N"}])
for number in range(230):
    put(number, "%d.10" % number)
sync(of="peer-aws-dynamodb")
same(invoices(), kept(), "DynamoDB, first sync")
put(3, "99.99")
table.delete_item(TableName="invoices", Key={"customer": {"S": "\"ä\" 4"}, "number": {"N": "4"}})
report = sync(of="peer-aws-dynamodb")["streams"][0]
assert (report["updated"], report["deleted"]) == (1, 1), report
same(invoices(), kept(), "DynamoDB, a change and a deletion")


def objects(prefix):
    return {found["Key"]: (found["Size"], found["ETag"])
            for found in pages(files, "list_objects_v2", "Contents", Bucket="re-ports", Prefix=prefix)}


# What stands in an address is signed as it is sent, letter for letter.
prefix = "2026 ä+&=/(~*!')/"
files.create_bucket(Bucket="re-ports")
for number in range(45):
    files.put_object(Bucket="re-ports", Key=prefix + "f%03d.csv" % number, Body=b"x" * number)
files.put_object(Bucket="re-ports", Key="other", Body=b"1")
setting("bucket", "re-ports")
setting("prefix", prefix)
sync(of="peer-aws-s3")
same(objects(prefix), stored("file", ["size", "checksum"]), "S3, a prefix of odd characters")


# A queue: what was read is acknowledged after it is stored, so that a run that is killed loses nothing.
hires = client("sqs", key, text)
queue = hires.create_queue(QueueName="hires", Attributes={"VisibilityTimeout": "1"})["QueueUrl"]
for name, value in (("bucket", None), ("prefix", None), ("queue", queue)):
    setting(name, value)
names = {}


def tell(numbers, **more):
    for number in numbers:
        names[str(number)] = "Zoë %d" % (number + len(names))
        hires.send_message(QueueUrl=queue, MessageBody=json.dumps({"employee": number, "name": names[str(number)], **more}))


def waiting():
    counts = hires.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    return sum(int(counts["ApproximateNumberOfMessages" + kind]) for kind in ("", "NotVisible"))


def employees():
    return {number: (name,) for number, name in names.items()}


tell(range(85))
for turn in range(5):
    killed(0.05 + 0.04 * turn, of="peer-aws-sqs")
time.sleep(1.1)
sync(of="peer-aws-sqs")
same(employees(), stored("employee", ["last_name"]), "SQS, after runs that were killed")
assert waiting() == 0, waiting()
# From here on what is read is counted: on a slow machine a message must not come again before it is acknowledged.
hires.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "60"})
tell([3, 90])
tell([7], left=True)
del names["7"]
report = sync(of="peer-aws-sqs")["streams"][0]
assert (report["read"], report["created"], report["updated"], report["deleted"]) == (3, 1, 1, 1), report
same(employees(), stored("employee", ["last_name"]), "SQS, changes and one who left")
hires.send_message(QueueUrl=queue, MessageBody="no JSON")
tell([91])
connector("sync", of="peer-aws-sqs", code=1)
same(employees(), stored("employee", ["last_name"]), "SQS, with a message that is no JSON: it waits in quarantine")
assert waiting() == 0, waiting()
