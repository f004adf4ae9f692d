terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

# Endpoint, key and region come from the environment.
provider "aws" {
  skip_metadata_api_check = true
}

variable "team" {
  type    = string
  default = "a"
}

variable "insights" {
  type    = string
  default = "enabled"
}

resource "aws_ecs_account_setting_default" "insights" {
  name  = "containerInsights"
  value = "enabled"
}

resource "aws_ecs_account_setting_default" "arns" {
  name  = "taskLongArnFormat"
  value = "enabled"
}

resource "aws_ecs_cluster" "it" {
  name = "operated"
  tags = { team = var.team }

  setting {
    name  = "containerInsights"
    value = var.insights
  }

  lifecycle {
    ignore_changes = [tags["extra"], tags_all["extra"]]
  }
}

resource "aws_ecs_tag" "extra" {
  resource_arn = aws_ecs_cluster.it.arn
  key          = "extra"
  value        = var.team
}

resource "aws_ecs_cluster_capacity_providers" "it" {
  cluster_name       = aws_ecs_cluster.it.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]

  default_capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    base              = 1
    weight            = 100
  }
}

resource "aws_ecs_task_definition" "it" {
  family = "operated"
  tags   = { team = var.team }
  container_definitions = jsonencode([{
    name      = "c"
    image     = "busybox"
    memory    = 16
    essential = true
    command   = ["sleep", "600"]
  }])
}

resource "aws_ecs_service" "it" {
  name                    = "everywhere"
  cluster                 = aws_ecs_cluster.it.id
  task_definition         = aws_ecs_task_definition.it.arn
  launch_type             = "EC2"
  scheduling_strategy     = "DAEMON"
  propagate_tags          = "SERVICE"
  enable_ecs_managed_tags = true
  tags                    = { team = var.team }
}

data "aws_ecs_cluster" "it" {
  cluster_name = aws_ecs_cluster.it.name
}

data "aws_ecs_service" "it" {
  service_name = aws_ecs_service.it.name
  cluster_arn  = data.aws_ecs_cluster.it.arn
}

data "aws_ecs_task_definition" "it" {
  task_definition = aws_ecs_task_definition.it.family
}

output "seen" {
  value = join(" ", [
    data.aws_ecs_cluster.it.status,
    one(data.aws_ecs_cluster.it.setting).value,
    data.aws_ecs_service.it.scheduling_strategy,
    data.aws_ecs_service.it.tags["team"],
    data.aws_ecs_task_definition.it.status,
  ])
}
