terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

# Endpoint, key and region come from the environment.
provider "aws" {
  skip_metadata_api_check = true
}

variable "delay" {
  default = 5
}

variable "image" {
  default = "nginx"
}

data "aws_vpc" "it" {
  default = true
}

data "aws_subnets" "it" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.it.id]
  }
}

resource "aws_lb" "it" {
  name    = "from-terraform"
  subnets = data.aws_subnets.it.ids
  tags    = { made = "by-terraform" }
}

resource "aws_lb_target_group" "it" {
  name                 = "from-terraform"
  port                 = 80
  protocol             = "HTTP"
  target_type          = "ip"
  vpc_id               = data.aws_vpc.it.id
  deregistration_delay = var.delay

  health_check {
    path     = "/up"
    interval = 10
  }
}

resource "aws_lb_listener" "it" {
  load_balancer_arn = aws_lb.it.arn
  port              = 8080
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.it.arn
  }
}

resource "aws_lb_listener_rule" "it" {
  listener_arn = aws_lb_listener.it.arn
  priority     = 10

  condition {
    path_pattern { values = ["/teapot"] }
  }

  action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      message_body = "tea"
      status_code  = "418"
    }
  }
}

resource "aws_lb_target_group_attachment" "it" {
  target_group_arn = aws_lb_target_group.it.arn
  target_id        = "127.0.0.1"
  port             = 8099
}

resource "aws_lb_target_group" "served" {
  name        = "served-from-terraform"
  port        = 80
  protocol    = "HTTP"
  target_type = "instance"
  vpc_id      = data.aws_vpc.it.id
}

resource "aws_lb_listener_rule" "served" {
  listener_arn = aws_lb_listener.it.arn
  priority     = 20

  condition {
    host_header { values = ["served.example"] }
  }

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.served.arn
  }
}

resource "aws_ecs_cluster" "it" {
  name = "from-terraform"
}

resource "aws_ecs_task_definition" "it" {
  family = "from-terraform"
  container_definitions = jsonencode([{
    name         = "web"
    image        = var.image
    memory       = 64
    essential    = true
    portMappings = [{ containerPort = 80, hostPort = 0, protocol = "tcp" }]
  }])
}

resource "aws_ecs_service" "it" {
  name                  = "from-terraform"
  cluster               = aws_ecs_cluster.it.id
  task_definition       = aws_ecs_task_definition.it.arn
  launch_type           = "EC2"
  desired_count         = 2
  wait_for_steady_state = true

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.served.arn
    container_name   = "web"
    container_port   = 80
  }

  # A service that went back is steady too: what it went back to tells the two apart.
  lifecycle {
    postcondition {
      condition     = self.task_definition == aws_ecs_task_definition.it.arn
      error_message = "The deployment was rolled back."
    }
  }

  depends_on = [aws_lb_listener_rule.served]
}
