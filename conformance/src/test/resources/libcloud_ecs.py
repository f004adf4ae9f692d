"""Apache Libcloud's container driver for ECS: clusters, containers and services, from beginning to end."""

import json
import os
import time
from urllib.parse import urlparse

from libcloud.container.base import ContainerImage
from libcloud.container.providers import get_driver
from libcloud.container.types import ContainerState, Provider


def connected():
    """The driver takes no endpoint, and connects before it knows its own host: both are said to its connection."""
    endpoint = urlparse(os.environ["AWS_ENDPOINT_URL"])
    driver = get_driver(Provider.ECS)(
        os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"], os.environ["AWS_DEFAULT_REGION"]
    )
    driver.connection.host = endpoint.hostname
    driver.connection.port = endpoint.port
    driver.connection.secure = endpoint.scheme == "https"
    driver.connection.connect()
    return driver


ecs = connected()


def call(operation, **request):
    """For what the driver has no method."""
    return ecs.connection.request("/", method="POST", data=json.dumps(request), headers=ecs._get_headers(operation)).object


def image(name):
    return ContainerImage(id=None, name=name, path=None, version=None, driver=ecs)


def until(what, question):
    deadline = time.monotonic() + 120
    while not question():
        assert time.monotonic() < deadline, f"waited 120 s for {what}"
        time.sleep(0.2)


def refused(what, action):
    try:
        action()
    except Exception as error:
        assert what in str(error), error
        return
    raise AssertionError(f"not refused: {what}")


def clusters():
    cluster = ecs.create_cluster("libcloud")
    assert cluster.name == "libcloud"
    assert {"default", "libcloud"} <= {one.name for one in ecs.list_clusters()}
    assert ecs.list_containers(cluster=cluster) == []
    assert ecs.destroy_cluster(cluster)
    assert "libcloud" not in {one.name for one in ecs.list_clusters()}


def running(container):
    return lambda: ecs.get_container(container.extra["taskArn"]).state == ContainerState.RUNNING


def containers():
    web = ecs.deploy_container("libcloud-web", image("nginx"), ex_cpu=10, ex_memory=64, ex_container_port=80, ex_host_port=0)
    until("a deployed container", running(web))
    assert [one.extra["taskArn"] for one in ecs.list_containers(image=image("libcloud-web"))] == [web.extra["taskArn"]]

    again = ecs.restart_container(web)[0]
    until("a container that was restarted", running(again))
    assert again.extra["taskArn"] != web.extra["taskArn"]
    until("the one before to stop", lambda: len(ecs.list_containers(image=image("libcloud-web"))) == 1)

    assert ecs.destroy_container(again)[0].extra["taskArn"] == again.extra["taskArn"]
    until("the last to stop", lambda: ecs.list_containers(image=image("libcloud-web")) == [])

    deployed = ecs.deploy_container("libcloud-web", image("nginx"), ex_memory=64, start=False)
    assert deployed.extra["taskDefinitionArn"].endswith(":task-definition/libcloud-web:2")
    several = ecs.start_container(deployed, count=2)
    assert len(several) == 2
    for one in several:
        until("one of several containers", running(one))
        ecs.stop_container(one)


def services():
    default = next(one for one in ecs.list_clusters() if one.name == "default")
    service = ecs.ex_create_service("libcloud", default, "libcloud-web:2", desired_count=1)
    arn = service["serviceArn"]
    assert ecs.ex_list_service_arns(default) == [arn]
    until("the service's task", lambda: ecs.ex_describe_service(arn)["runningCount"] == 1)
    refused("The service cannot be stopped while it is scaled above 0.", lambda: ecs.ex_destroy_service(arn))
    call("UpdateService", service=arn, desiredCount=0)
    assert ecs.ex_destroy_service(arn)["status"] == "DRAINING"
    until("the service to end", lambda: ecs.ex_describe_service(arn)["status"] == "INACTIVE")


for step in clusters, containers, services:
    step()
print("libcloud is done")
