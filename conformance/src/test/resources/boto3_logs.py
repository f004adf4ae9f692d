"""Logs with boto3 as it comes: groups, streams, patterns, retention, tags, filters, subscribers and queries."""

import base64
import gzip
import http.server
import json
import os
import threading
import time

import boto3
import botocore.exceptions

logs = boto3.client("logs", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
GROUP = "/boto3/logs"
NOW = int(time.time() * 1000)
TAKEN = []


class Subscriber(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        TAKEN.append(json.loads(gzip.decompress(base64.b64decode(body["awslogs"]["data"]))))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words):
        pass


def put(stream, *messages):
    events = [{"timestamp": NOW + i, "message": message} for i, message in enumerate(messages)]
    return logs.put_log_events(logGroupName=GROUP, logStreamName=stream, logEvents=events)


def found(**request):
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=GROUP, PaginationConfig={"PageSize": 2}, **request)
    return [event["message"] for page in pages for event in page["events"]]


def refused(code, call, **request):
    try:
        call(**request)
    except botocore.exceptions.ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error.response["Error"]["Message"]
    raise AssertionError(f"{call.__name__} was not refused")


def until(what, question):
    deadline = time.monotonic() + 60
    while not question():
        assert time.monotonic() < deadline, f"waited 60 s for {what}"
        time.sleep(0.2)


def group():
    return logs.describe_log_groups(logGroupNamePattern="boto3")["logGroups"][0]


def make():
    logs.create_log_group(logGroupName=GROUP, tags={"team": "a"})
    for stream in "web/1", "web/2", "job/1":
        logs.create_log_stream(logGroupName=GROUP, logStreamName=stream)
    assert [one["logGroupName"] for one in logs.list_log_groups(logGroupNamePattern="^/boto3|none")["logGroups"]] == [GROUP]
    refused("ResourceAlreadyExistsException", logs.create_log_group, logGroupName=GROUP)
    assert "logGroupClass" in refused("InvalidParameterException", logs.create_log_group, logGroupName="x", logGroupClass="DELIVERY")


def subscribe():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Subscriber)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/logs"
    logs.put_subscription_filter(logGroupName=GROUP, filterName="errors", filterPattern="{ $.level = error }", destinationArn=url)
    shown = logs.describe_subscription_filters(logGroupName=GROUP)["subscriptionFilters"]
    assert [one["destinationArn"] for one in shown] == [url]


def search():
    put("web/1", json.dumps({"level": "error", "ms": 120}), json.dumps({"level": "info", "ms": 7}))
    put("web/2", "10.0.0.1 - - \"GET /a HTTP/1.1\" 404 12", "10.0.0.2 - - \"GET /b HTTP/1.1\" 200 900")
    put("job/1", "INFO began", "ERROR ended badly")
    assert found(filterPattern="{ $.ms > 100 }") == [json.dumps({"level": "error", "ms": 120})]
    assert found(filterPattern="[ip, ..., request, status = 4*, size]") == ["10.0.0.1 - - \"GET /a HTTP/1.1\" 404 12"]
    assert found(filterPattern="?ERROR ?INFO") == ["INFO began", "ERROR ended badly"]
    assert found(filterPattern="%[bB]adly$%", logStreamNamePrefix="job") == ["ERROR ended badly"]
    assert found(filterPattern="ERROR", logStreamNames=["web/1"]) == []
    assert len(found()) == 6
    assert refused("InvalidParameterException", logs.filter_log_events, logGroupName=GROUP, filterPattern="a,b") == "Invalid character(s) in term ','"
    assert group()["storedBytes"] > 6 * 26


def delivered():
    until("what a subscriber gets", lambda: TAKEN)
    assert [event["message"] for event in TAKEN[0]["logEvents"]] == [json.dumps({"level": "error", "ms": 120})]
    assert (TAKEN[0]["messageType"], TAKEN[0]["logGroup"], TAKEN[0]["logStream"]) == ("DATA_MESSAGE", GROUP, "web/1")
    logs.delete_subscription_filter(logGroupName=GROUP, filterName="errors")


def tag_and_retain():
    arn = group()["logGroupArn"]
    logs.tag_resource(resourceArn=arn, tags={"stage": "test"})
    logs.untag_resource(resourceArn=arn, tagKeys=["team"])
    assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == {"stage": "test"}
    logs.put_retention_policy(logGroupName=GROUP, retentionInDays=3)
    assert group()["retentionInDays"] == 3
    old = [{"timestamp": NOW - 4 * 86400000, "message": "old"}]
    answer = logs.put_log_events(logGroupName=GROUP, logStreamName="job/1", logEvents=old)
    assert answer["rejectedLogEventsInfo"] == {"expiredLogEventEndIndex": 1}
    logs.delete_retention_policy(logGroupName=GROUP)
    assert "retentionInDays" not in group()
    # Stored while nothing expires, gone when something does.
    logs.put_log_events(logGroupName=GROUP, logStreamName="job/1", logEvents=old)
    assert "old" in found()
    logs.put_retention_policy(logGroupName=GROUP, retentionInDays=1)
    until("an old event to expire", lambda: "old" not in found())


def metric_filters():
    transformation = {"metricName": "Errors", "metricNamespace": "N", "metricValue": "1"}
    logs.put_metric_filter(logGroupName=GROUP, filterName="m", filterPattern="ERROR", metricTransformations=[transformation])
    assert group()["metricFilterCount"] == 1
    tested = logs.test_metric_filter(filterPattern="[w, code = 5*]", logEventMessages=["a 404", "b 503"])["matches"]
    assert tested == [{"eventNumber": 2, "eventMessage": "b 503", "extractedValues": {"$w": "b", "$code": "503"}}]
    logs.delete_metric_filter(logGroupName=GROUP, filterName="m")


def query(text):
    started = logs.start_query(logGroupName=GROUP, startTime=NOW // 1000 - 60, endTime=NOW // 1000 + 60, queryString=text)
    until(text, lambda: logs.get_query_results(queryId=started["queryId"])["status"] == "Complete")
    rows = logs.get_query_results(queryId=started["queryId"])["results"]
    return [{cell["field"]: cell["value"] for cell in row if cell["field"] != "@ptr"} for row in rows]


def insights():
    assert query("filter level = 'error' | stats count(*) as n, max(ms) as slowest by level") == [{"level": "error", "n": "1", "slowest": "120"}]
    parsed = query("parse @message '* - - \"GET * HTTP/1.1\" * *' as ip, path, status, size | filter status >= 400 | display path, status")
    assert parsed == [{"path": "/a", "status": "404"}]
    assert query("fields @message | filter @message like /(?i)error ended/") == [{"@message": "ERROR ended badly"}]
    assert query("stats count(*) as n by @logStream | sort @logStream | limit 1") == [{"@logStream": "job/1", "n": "2"}]
    assert "line 1 and position 10" in refused(
        "MalformedQueryException", logs.start_query, logGroupName=GROUP, startTime=0, endTime=1, queryString="fields a bogus")
    assert logs.describe_queries(logGroupName=GROUP, status="Complete")["queries"]


def live_tail():
    # The environment that `berth env` prints says that no prefix goes before the host.
    stream = logs.start_live_tail(logGroupIdentifiers=[group()["logGroupArn"]], logStreamNamePrefixes=["web"], logEventFilterPattern="live")
    heard = []
    for event in stream["responseStream"]:
        if "sessionStart" in event:
            assert event["sessionStart"]["logStreamNamePrefixes"] == ["web"]
            put("web/1", "dead", "live 1")
            put("job/1", "live elsewhere")
            put("web/2", "live 2")
        else:
            assert event["sessionUpdate"]["sessionMetadata"] == {"sampled": False}
            heard += [(one["logStreamName"], one["message"]) for one in event["sessionUpdate"]["sessionResults"]]
        if len(heard) == 2:
            break
    stream["responseStream"].close()
    assert heard == [("web/1", "live 1"), ("web/2", "live 2")]
    assert "ARN" in refused("InvalidParameterException", logs.start_live_tail, logGroupIdentifiers=[GROUP])


def end():
    logs.delete_log_stream(logGroupName=GROUP, logStreamName="web/2")
    assert len(found()) == 7
    logs.delete_log_group(logGroupName=GROUP)
    assert refused("ResourceNotFoundException", logs.filter_log_events, logGroupName=GROUP) == "The specified log group does not exist."
    logs.create_log_group(logGroupName=GROUP)
    assert found() == []


for step in make, subscribe, search, delivered, tag_and_retain, metric_filters, insights, live_tail, end:
    step()
print("the logs are done")
