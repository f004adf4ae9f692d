package berth.server;

import berth.wire.Service;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A load balancer with `/rolling` before one target group and `/shifting` before two, `blue` and `green`, which a
/// rule divides between. Behind it are two services of two tasks each, whose pages say which revision they are of,
/// or whatever else puts tasks into the groups.
final class ShiftedWeb {
    static final String CLUSTER = "web";
    static final String ROLLING = "rolling";
    static final String SHIFTING = "shifting";
    static final String BLUE = "blue";
    static final String GREEN = "green";
    static final int COPIES = 2;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final TestBerth berth;
    private final TreeMap<String, String> groups = new TreeMap<>();
    private String address = "";
    private String rule = "";
    private int revisions;

    ShiftedWeb(TestBerth berth) {
        this.berth = berth;
    }

    void make() {
        makeBalancer();
        service(ROLLING, "{'targetGroupArn':'" + group(ROLLING) + "','containerName':'c','containerPort':80}");
        service(
                SHIFTING,
                ("{'targetGroupArn':'%s','containerName':'c','containerPort':80,'advancedConfiguration':"
                                + "{'alternateTargetGroupArn':'%s','productionListenerRule':'%s','roleArn':"
                                + "'arn:aws:iam::000000000000:role/elb'}}")
                        .formatted(group(BLUE), group(GREEN), rule));
    }

    /// The load balancer alone; all of `/shifting` goes to `blue`.
    void makeBalancer() {
        String vpc = one(berth.query(Service.EC2, "DescribeVpcs", ""), "vpcId");
        List<String> subnets = all(berth.query(Service.EC2, "DescribeSubnets", ""), "subnetId");
        String made = berth.query(
                Service.ELB,
                "CreateLoadBalancer",
                "Name=web&Subnets.member.1=" + subnets.get(0) + "&Subnets.member.2=" + subnets.get(1));
        address = one(made, "IpAddress");
        String balancer = one(made, "LoadBalancerArn");
        String listener = one(
                berth.query(
                        Service.ELB,
                        "CreateListener",
                        "LoadBalancerArn=" + encoded(balancer) + "&Protocol=HTTP&Port=8080"
                                + "&DefaultActions.member.1.Type=fixed-response"
                                + "&DefaultActions.member.1.FixedResponseConfig.StatusCode=404"),
                "ListenerArn");
        for (String group : List.of(ROLLING, BLUE, GREEN)) {
            String answer = berth.query(
                    Service.ELB,
                    "CreateTargetGroup",
                    "Name=" + group + "&Protocol=HTTP&Port=80&TargetType=instance&VpcId=" + vpc);
            groups.put(group, one(answer, "TargetGroupArn"));
        }
        rule(listener, 1, ROLLING, ROLLING);
        rule = rule(listener, 2, SHIFTING, BLUE, GREEN);
    }

    String group(String name) {
        return Objects.requireNonNull(groups.get(name));
    }

    /// Divides what comes to `/shifting`, as somebody outside does.
    void divide(int blue, int green) {
        berth.query(
                Service.ELB,
                "ModifyRule",
                "RuleArn=" + encoded(rule) + "&Actions.member.1.Type=forward" + to(1, BLUE, blue)
                        + to(2, GREEN, green));
    }

    /// A new revision that serves pages with its own name, as `family:revision`.
    String define(String family) {
        String page = "revision-" + ++revisions;
        return register(
                family,
                "'sh','-c','trap exit TERM; mkdir /w; for f in index.html %s %s; do echo %s > /w/$f; done; httpd -f -p 80 -h /w & wait'"
                        .formatted(ROLLING, SHIFTING, page));
    }

    /// One that ends at once.
    String defineCrashing(String family) {
        return register(family, "'false'");
    }

    /// Asks for a revision with a deployment configuration; answers with the ARN of the service deployment.
    String update(String service, String definition, String configuration) {
        berth.call(
                "UpdateService",
                "{'cluster':'%s','service':'%s','taskDefinition':'%s','deploymentConfiguration':%s}"
                        .formatted(CLUSTER, service, definition, configuration));
        return berth.call("ListServiceDeployments", "{'cluster':'" + CLUSTER + "','service':'" + service + "'}")
                .at("/serviceDeployments/0/serviceDeploymentArn")
                .asText();
    }

    JsonNode deployment(String arn) {
        return berth.call("DescribeServiceDeployments", "{'serviceDeploymentArns':['" + arn + "']}")
                .at("/serviceDeployments/0");
    }

    JsonNode service(String name) {
        return berth.call("DescribeServices", "{'cluster':'" + CLUSTER + "','services':['" + name + "']}")
                .at("/services/0");
    }

    /// The docker ids of the containers that should run, by what DescribeTasks says.
    TreeSet<String> containers() {
        List<String> arns = new ArrayList<>();
        berth.call("ListTasks", "{'cluster':'" + CLUSTER + "'}")
                .path("taskArns")
                .forEach(arn -> arns.add('\'' + arn.asText() + '\''));
        TreeSet<String> ids = new TreeSet<>();
        if (!arns.isEmpty()) {
            berth.call("DescribeTasks", "{'cluster':'" + CLUSTER + "','tasks':[" + String.join(",", arns) + "]}")
                    .path("tasks")
                    .forEach(task -> ids.add(task.at("/containers/0/runtimeId").asText()));
        }
        return ids;
    }

    /// What is wrong with targets and weights: every group that serves has two healthy targets and the others none.
    String trafficDiffers() {
        String described = berth.query(Service.ELB, "DescribeRules", "RuleArns.member.1=" + encoded(rule));
        TreeMap<String, String> weights = new TreeMap<>();
        Matcher each = Pattern.compile(
                        "<TargetGroupArn>([^<]+)</TargetGroupArn><Weight>(\\d+)</Weight>|<Weight>(\\d+)</Weight><TargetGroupArn>([^<]+)</TargetGroupArn>")
                .matcher(described);
        while (each.find()) {
            weights.put(
                    each.group(1) == null ? each.group(4) : each.group(1),
                    each.group(2) == null ? each.group(3) : each.group(2));
        }
        List<String> healthy = List.of("healthy", "healthy");
        List<String> serving = weights.keySet().stream()
                .filter(group -> !"0".equals(weights.get(group)))
                .toList();
        if (weights.size() != 2 || serving.size() != 1) {
            return "weights " + weights;
        }
        for (var group : groups.entrySet()) {
            boolean serves = group.getKey().equals(ROLLING) || serving.contains(group.getValue());
            List<String> states = states(group.getKey());
            if (!states.equals(serves ? healthy : List.of())) {
                return "targets of " + group.getKey() + ": " + states + " with weights " + weights;
            }
        }
        return "";
    }

    /// The different pages that 20 requests get, status and text.
    TreeSet<String> pages(String service) {
        return new TreeSet<>(counted(service, 20).keySet());
    }

    /// The pages that so many requests get, and how often each.
    TreeMap<String, Integer> counted(String service, int requests) {
        TreeMap<String, Integer> pages = new TreeMap<>();
        for (int i = 0; i < requests; i++) {
            pages.merge(page(service), 1, Integer::sum);
        }
        return pages;
    }

    private String page(String service) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + ":8080/" + service))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body().strip();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The page of the newest revision that [#define] made.
    String newestPage() {
        return "200 revision-" + revisions;
    }

    /// The states of a group's targets.
    List<String> states(String group) {
        return all(
                berth.query(Service.ELB, "DescribeTargetHealth", "TargetGroupArn=" + encoded(group(group))), "State");
    }

    private String rule(String listener, int priority, String path, String... to) {
        StringBuilder form = new StringBuilder("ListenerArn=" + encoded(listener) + "&Priority=" + priority
                + "&Conditions.member.1.Field=path-pattern&Conditions.member.1.Values.member.1=" + encoded("/" + path)
                + "&Actions.member.1.Type=forward");
        for (int i = 0; i < to.length; i++) {
            form.append(to(i + 1, to[i], i == 0 ? 1 : 0));
        }
        return one(berth.query(Service.ELB, "CreateRule", form.toString()), "RuleArn");
    }

    private String to(int number, String group, int weight) {
        String member = "&Actions.member.1.ForwardConfig.TargetGroups.member." + number;
        return member + ".TargetGroupArn=" + encoded(group(group)) + member + ".Weight=" + weight;
    }

    private void service(String name, String loadBalancer) {
        berth.call(
                "CreateService",
                "{'cluster':'%s','serviceName':'%s','taskDefinition':'%s','desiredCount':%d,'launchType':'EC2','loadBalancers':[%s]}"
                        .formatted(CLUSTER, name, define(name), COPIES, loadBalancer));
    }

    private String register(String family, String command) {
        JsonNode definition = berth.call(
                "RegisterTaskDefinition",
                ("{'family':'%s','containerDefinitions':[{'name':'c','image':'busybox','memory':16,'stopTimeout':5,"
                                + "'portMappings':[{'containerPort':80,'hostPort':0}],'command':[%s]}]}")
                        .formatted(family, command));
        return family + ':' + definition.at("/taskDefinition/revision").asText();
    }

    private static String one(String xml, String element) {
        return all(xml, element).getFirst();
    }

    private static List<String> all(String xml, String element) {
        List<String> texts = new ArrayList<>();
        Matcher matcher =
                Pattern.compile("<" + element + ">([^<]*)</" + element + ">").matcher(xml);
        while (matcher.find()) {
            texts.add(matcher.group(1));
        }
        return texts;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
