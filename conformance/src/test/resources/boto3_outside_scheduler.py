"""A scheduler of its own over StartTask: it looks at the container instances, chooses, and starts."""

import os
import time

import boto3

ecs = boto3.client("ecs", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
CLUSTER = "outside"
POLL = {"Delay": 1, "MaxAttempts": 90}


def define(family, memory):
    container = {"name": "c", "image": "busybox", "memory": memory, "command": ["sleep", "600"], "stopTimeout": 2}
    ecs.register_task_definition(
        family=family, containerDefinitions=[container], tags=[{"key": "family", "value": family}]
    )


def instances():
    arns = ecs.list_container_instances(cluster=CLUSTER)["containerInstanceArns"]
    return ecs.describe_container_instances(cluster=CLUSTER, containerInstances=arns)["containerInstances"] if arns else []


def free(instance):
    return next(r["integerValue"] for r in instance["remainingResources"] if r["name"] == "MEMORY")


def start(family, where, **more):
    return ecs.start_task(cluster=CLUSTER, taskDefinition=family, containerInstances=where, startedBy="outside/1", **more)


def reasons(answer):
    assert not answer["tasks"], answer["tasks"]
    return [failure["reason"] for failure in answer["failures"]]


ecs.create_cluster(clusterName=CLUSTER)
define("small", 32)
define("huge", 10_000_000)
# The machine becomes an instance of the cluster with the first request for EC2.
first = ecs.run_task(cluster=CLUSTER, taskDefinition="small", launchType="EC2")["tasks"][0]["taskArn"]
assert len(instances()) == 1

started = []
for number in range(3):
    best = max(instances(), key=free)
    before = free(best)
    answer = start(
        "small",
        [best["containerInstanceArn"]],
        group="batch",
        tags=[{"key": "number", "value": str(number)}],
        propagateTags="TASK_DEFINITION",
        overrides={"containerOverrides": [{"name": "c", "environment": [{"name": "N", "value": str(number)}]}]},
    )
    assert not answer["failures"], answer["failures"]
    started.append(answer["tasks"][0]["taskArn"])
    assert free(instances()[0]) == before - 32
ecs.get_waiter("tasks_running").wait(cluster=CLUSTER, tasks=started, WaiterConfig=POLL)
tasks = ecs.describe_tasks(cluster=CLUSTER, tasks=started, include=["TAGS"])["tasks"]
assert {task["group"] for task in tasks} == {"batch"}
assert {task["startedBy"] for task in tasks} == {"outside/1"}
assert sorted(tag["value"] for task in tasks for tag in task["tags"]) == ["0", "1", "2", "small", "small", "small"]
assert sorted(ecs.list_tasks(cluster=CLUSTER, startedBy="outside/1")["taskArns"]) == sorted(started)

here = instances()[0]["containerInstanceArn"]
assert reasons(start("huge", [here])) == ["RESOURCE:MEMORY"]
assert reasons(start("small", ["0" * 32])) == ["MISSING"]
ecs.update_container_instances_state(cluster=CLUSTER, containerInstances=[here], status="DRAINING")
assert reasons(start("small", [here])) == ["INACTIVE"]

for arn in started + [first]:
    ecs.stop_task(cluster=CLUSTER, task=arn, reason="the scheduler is done")
ecs.get_waiter("tasks_stopped").wait(cluster=CLUSTER, tasks=started + [first], WaiterConfig=POLL)
deadline = time.monotonic() + 30
while instances()[0]["runningTasksCount"]:
    assert time.monotonic() < deadline
    time.sleep(0.2)
print("the outside scheduler is done")
