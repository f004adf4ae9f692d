terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

# Endpoint, key and region come from the environment.
provider "aws" {
  skip_metadata_api_check = true
}

variable "gib" {
  type    = number
  default = 1
}

resource "aws_ecs_cluster" "it" {
  name = "volumes"
}

resource "aws_ecs_task_definition" "it" {
  family = "volumes"
  container_definitions = jsonencode([{
    name        = "web"
    image       = "nginx"
    memory      = 64
    essential   = true
    mountPoints = [{ sourceVolume = "data", containerPath = "/data" }]
  }])
  volume {
    name                = "data"
    configure_at_launch = true
  }
}

resource "aws_ecs_service" "it" {
  name                  = "volumes"
  cluster               = aws_ecs_cluster.it.id
  task_definition       = aws_ecs_task_definition.it.arn
  launch_type           = "EC2"
  desired_count         = 2
  wait_for_steady_state = true
  volume_configuration {
    name = "data"
    managed_ebs_volume {
      role_arn         = "arn:aws:iam::000000000000:role/ecsInfrastructureRole"
      size_in_gb       = var.gib
      volume_type      = "gp3"
      iops             = 3000
      throughput       = 125
      encrypted        = true
      file_system_type = "ext4"
      tag_specifications {
        resource_type  = "volume"
        propagate_tags = "SERVICE"
        tags           = { team = "a" }
      }
    }
  }
}
