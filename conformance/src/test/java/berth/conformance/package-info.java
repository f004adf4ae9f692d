/// Real clients against a running Berth: both major versions of the AWS CLI, boto3, the AWS SDK for Java and Terraform.
///
/// Nothing on the client's side is Berth's: the server is a process of its own, and what is checked is what those
/// clients print, parse, throw and wait for. Containers are looked at and killed through the engine's own command.
/// A client that isn't installed is a failure that says how to get it, but for Terraform, whose provider can't be
/// fetched everywhere.
@NullMarked
package berth.conformance;

import org.jspecify.annotations.NullMarked;
