terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

# Endpoint, key and region come from the environment.
provider "aws" {
  skip_metadata_api_check = true
}

variable "days" {
  type    = number
  default = 7
}

variable "team" {
  type    = string
  default = "a"
}

resource "aws_cloudwatch_log_group" "it" {
  name              = "/from/terraform"
  retention_in_days = var.days
  tags              = { team = var.team }
}

resource "aws_cloudwatch_log_stream" "it" {
  name           = "stream"
  log_group_name = aws_cloudwatch_log_group.it.name
}

resource "aws_cloudwatch_log_metric_filter" "it" {
  name           = "errors"
  pattern        = "ERROR"
  log_group_name = aws_cloudwatch_log_group.it.name

  metric_transformation {
    name      = "Errors"
    namespace = "N"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_subscription_filter" "it" {
  name            = "all"
  filter_pattern  = ""
  log_group_name  = aws_cloudwatch_log_group.it.name
  destination_arn = "arn:aws:lambda:us-east-1:000000000000:function:http://127.0.0.1:9/logs"
}
