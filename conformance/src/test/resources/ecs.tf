terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

# Endpoint, key and region come from the environment.
provider "aws" {
  skip_metadata_api_check = true
}

variable "copies" {
  type    = number
  default = 1
}

variable "memory" {
  type    = number
  default = 64
}

resource "aws_ecs_cluster" "it" {
  name = "from-terraform"
}

resource "aws_ecs_task_definition" "it" {
  family = "from-terraform"
  container_definitions = jsonencode([{
    name         = "web"
    image        = "nginx"
    cpu          = 256
    memory       = var.memory
    essential    = true
    portMappings = [{ containerPort = 80, hostPort = 0, protocol = "tcp" }]
  }])
}

resource "aws_ecs_service" "it" {
  name                  = "from-terraform"
  cluster               = aws_ecs_cluster.it.id
  task_definition       = aws_ecs_task_definition.it.arn
  launch_type           = "EC2"
  desired_count         = var.copies
  wait_for_steady_state = true
}
