"""The main job with boto3 as it comes; AWS_ENDPOINT_URL or endpoint_url leads to Berth."""

import os
import subprocess
import time
import urllib.request

import boto3

ecs = boto3.client("ecs", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
CLUSTER, SERVICE = "my-cluster", "web-service"
POLL = {"Delay": 1, "MaxAttempts": 90}


def sample(memory):
    ports = [{"containerPort": 80, "hostPort": 80}]
    web = {"name": "web", "image": "nginx", "memory": memory, "cpu": 256, "essential": True, "portMappings": ports}
    return ecs.register_task_definition(family="sample-task", containerDefinitions=[web])["taskDefinition"]


def stable():
    ecs.get_waiter("services_stable").wait(cluster=CLUSTER, services=[SERVICE], WaiterConfig=POLL)


def page(address):
    for _ in range(50):
        try:
            return urllib.request.urlopen(f"http://{address}/", timeout=10).read().decode()
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"nothing answers at {address}")


def tasks():
    pages = ecs.get_paginator("list_tasks").paginate(cluster=CLUSTER, serviceName=SERVICE, PaginationConfig={"PageSize": 1})
    arns = [arn for page in pages for arn in page["taskArns"]]
    return ecs.describe_tasks(cluster=CLUSTER, tasks=arns)["tasks"] if arns else []


def running():
    return {task["taskArn"] for task in tasks() if task["lastStatus"] == "RUNNING"}


def kill(task):
    subprocess.run(["docker", "-H", os.environ["ENGINE"], "kill", task["containers"][0]["runtimeId"]], check=True, stdout=subprocess.DEVNULL)


def until(what, question):
    deadline = time.monotonic() + 60
    while not question():
        assert time.monotonic() < deadline, f"waited 60 s for {what}"
        time.sleep(0.2)


def serve_two():
    assert sample(512)["taskDefinitionArn"] == "arn:aws:ecs:us-east-1:000000000000:task-definition/sample-task:1"
    ecs.create_cluster(clusterName=CLUSTER)
    ecs.create_service(cluster=CLUSTER, serviceName=SERVICE, taskDefinition="sample-task", desiredCount=2, launchType="FARGATE")
    stable()
    addresses = {task["containers"][0]["networkInterfaces"][0]["privateIpv4Address"] for task in tasks()}
    assert len(addresses) == 2, addresses
    assert all("nginx" in page(address) for address in addresses)


def run_one_alone():
    answer = ecs.run_task(cluster=CLUSTER, taskDefinition="sample-task")
    assert answer["failures"] == [], answer["failures"]
    arn = answer["tasks"][0]["taskArn"]
    ecs.get_waiter("tasks_running").wait(cluster=CLUSTER, tasks=[arn], WaiterConfig=POLL)
    assert "nginx" in page(os.environ["PUBLISHED"])
    task = ecs.describe_tasks(cluster=CLUSTER, tasks=[arn])["tasks"][0]
    assert task["containers"][0]["networkBindings"][0]["hostPort"] == 80
    assert task["startedAt"] >= task["createdAt"]
    kill(task)
    ecs.get_waiter("tasks_stopped").wait(cluster=CLUSTER, tasks=[arn], WaiterConfig=POLL)
    stopped = ecs.describe_tasks(cluster=CLUSTER, tasks=[arn])["tasks"][0]
    assert stopped["stopCode"] == "EssentialContainerExited", stopped
    assert stopped["stoppedReason"] == "Essential container in task exited", stopped
    assert stopped["containers"][0]["exitCode"] == 137, stopped


def replace_a_killed_container():
    killed = tasks()[0]
    kill(killed)
    until("a replacement", lambda: len(running()) == 2 and killed["taskArn"] not in running())
    events = ecs.describe_services(cluster=CLUSTER, services=[SERVICE])["services"][0]["events"]
    assert any("(service web-service) has started 1 tasks: (task " in event["message"] for event in events), events


def roll_out_a_revision():
    before = running()
    assert sample(256)["revision"] == 2
    ecs.update_service(cluster=CLUSTER, service=SERVICE, taskDefinition="sample-task:2")
    stable()
    assert len(running()) == 2 and not running() & before
    assert all(task["taskDefinitionArn"].endswith("sample-task:2") for task in tasks())


def refuse(error, call, **parameters):
    try:
        call(**parameters)
    except error as e:
        assert e.response["ResponseMetadata"]["RequestId"], e.response
        return e.response["Error"]["Message"]
    raise AssertionError(f"{call} was not refused")


def end():
    errors = ecs.exceptions
    assert refuse(errors.ClusterNotFoundException, ecs.list_services, cluster="nowhere") == "Cluster not found."
    refuse(errors.ServiceNotFoundException, ecs.update_service, cluster=CLUSTER, service="none")
    refuse(errors.ClusterContainsServicesException, ecs.delete_cluster, cluster=CLUSTER)
    refuse(errors.InvalidParameterException, ecs.delete_service, cluster=CLUSTER, service=SERVICE)
    ecs.delete_service(cluster=CLUSTER, service=SERVICE, force=True)
    ecs.get_waiter("services_inactive").wait(cluster=CLUSTER, services=[SERVICE], WaiterConfig=POLL)
    assert tasks() == []
    assert ecs.delete_cluster(cluster=CLUSTER)["cluster"]["status"] == "INACTIVE"


serve_two()
run_one_alone()
replace_a_killed_container()
roll_out_a_revision()
end()
print("the main job is done")
