package berth.control.ecs.task.api;

import berth.control.ecs.task.model.ManagedVolume;
import berth.control.ecs.task.model.Task;
import berth.kernel.host.Interface;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;

/// Shows the network interface of an awsvpc task, and the volumes that were configured at launch.
///
/// ECS: while PRECREATED only the subnet of an interface is known; afterwards subnet, interface, MAC, name and address
/// in this order. Of a volume all but its id is known while it is CREATED.
final class AttachmentMapper {
    private AttachmentMapper() {}

    static List<Attachment> toSdk(Task task) {
        List<Attachment> shown = new ArrayList<>();
        Task.Attachment attachment = task.spec().attachment();
        if (attachment != null) {
            String status = status(task.status().last());
            shown.add(Attachment.builder()
                    .id(attachment.id())
                    .type("ElasticNetworkInterface")
                    .status(status)
                    .details(details(attachment.networkInterface(), status.equals("PRECREATED")))
                    .build());
        }
        for (ManagedVolume volume : task.spec().volumes()) {
            String status = status(task.status().last(), volume);
            shown.add(Attachment.builder()
                    .id(volume.attachmentId())
                    .type("AmazonElasticBlockStorage")
                    .status(status)
                    .details(details(volume, !status.equals("CREATED")))
                    .build());
        }
        return shown;
    }

    private static String status(Task.LastStatus last, ManagedVolume volume) {
        return switch (last) {
            case PROVISIONING -> "CREATED";
            case PENDING -> "ATTACHING";
            case ACTIVATING, RUNNING, DEACTIVATING, STOPPING -> "ATTACHED";
            case DEPROVISIONING -> "DETACHING";
            case STOPPED -> volume.deleteOnTermination() ? "DELETED" : "DETACHED";
        };
    }

    private static List<KeyValuePair> details(ManagedVolume volume, boolean withId) {
        List<KeyValuePair> details = new ArrayList<>();
        details.add(pair("roleArn", volume.roleArn()));
        details.add(pair("volumeName", volume.name()));
        if (withId) {
            details.add(pair("volumeId", volume.volumeId()));
        }
        details.add(pair("deleteOnTermination", Boolean.toString(volume.deleteOnTermination())));
        return details;
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
