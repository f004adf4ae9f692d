package berth.agent.docker;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.agent.engine.EngineFault;
import berth.kernel.host.Interface;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// Opens interfaces: a pause container each, on its VPC's network.
final class Interfaces {
    private final DockerHttp http;
    private final Containers containers;
    private final Networks networks;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile boolean imageThere;

    Interfaces(DockerHttp http, Containers containers, Networks networks) {
        this.http = http;
        this.containers = containers;
        this.networks = networks;
    }

    EngineContainer open(Interface eni) throws EngineFailure {
        ensureImage();
        EngineContainer pause = create(eni);
        if (pause.status() != Status.CREATED) {
            return pause;
        }
        try {
            return containers.start(pause.id());
        } catch (EngineFailure e) {
            containers.remove(pause.id());
            throw e;
        }
    }

    void ensureImage() throws EngineFailure {
        if (imageThere) {
            return;
        }
        loading.lock();
        try {
            if (!imageThere) {
                PauseImage.ensure(http);
                imageThere = true;
            }
        } finally {
            loading.unlock();
        }
    }

    /// What is remembered of image and network may have been removed behind our back: then both are made again, once.
    private EngineContainer create(Interface eni) throws EngineFailure {
        try {
            return createOnce(eni);
        } catch (EngineFailure e) {
            if (!e.is(EngineFault.Kind.NOT_FOUND)) {
                throw e;
            }
            networks.forget(eni.vpcId());
            imageThere = false;
            ensureImage();
            return createOnce(eni);
        }
    }

    private EngineContainer createOnce(Interface eni) throws EngineFailure {
        String network = networks.vpc(eni.vpcId(), eni.vpcCidr(), eni.gateway());
        SequencedMap<String, String> labels = new TreeMap<>();
        labels.put(Labels.ENI, eni.id());
        labels.put(Labels.VPC, eni.vpcId());
        return containers.createPause(eni, network, PauseImage.NAME, labels);
    }
}
