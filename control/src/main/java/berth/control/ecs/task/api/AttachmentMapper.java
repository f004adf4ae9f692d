package berth.control.ecs.task.api;

import berth.control.ecs.task.model.Task;
import berth.kernel.host.Interface;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;

/// Shows the network interface of an awsvpc task.
///
/// ECS: while PRECREATED only the subnet is known; afterwards subnet, interface, MAC, name and address in
/// this order.
final class AttachmentMapper {
    private AttachmentMapper() {}

    static List<Attachment> toSdk(Task task) {
        Task.Attachment attachment = task.spec().attachment();
        if (attachment == null) {
            return List.of();
        }
        String status = status(task.status().last());
        return List.of(Attachment.builder()
                .id(attachment.id())
                .type("ElasticNetworkInterface")
                .status(status)
                .details(details(attachment.networkInterface(), status.equals("PRECREATED")))
                .build());
    }

    private static String status(Task.LastStatus last) {
        return switch (last) {
            case PROVISIONING -> "PRECREATED";
            case PENDING, ACTIVATING, RUNNING, DEACTIVATING, STOPPING -> "ATTACHED";
            case DEPROVISIONING -> "DETACHING";
            case STOPPED -> "DELETED";
        };
    }

    private static List<KeyValuePair> details(Interface eni, boolean subnetOnly) {
        List<KeyValuePair> details = new ArrayList<>();
        details.add(pair("subnetId", eni.subnetId()));
        if (!subnetOnly) {
            details.add(pair("networkInterfaceId", eni.id()));
            details.add(pair("macAddress", eni.mac()));
            details.add(pair("privateDnsName", eni.privateDnsName()));
            details.add(pair("privateIPv4Address", eni.address()));
        }
        return details;
    }

    private static KeyValuePair pair(String name, String value) {
        return KeyValuePair.builder().name(name).value(value).build();
    }
}
