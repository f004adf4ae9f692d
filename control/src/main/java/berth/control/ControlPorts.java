package berth.control;

import berth.control.dispatch.Authenticator;
import berth.control.ecs.service.hook.HookCaller;
import berth.control.logs.LogDestination;
import berth.control.logs.LogStore;
import berth.control.store.Store;
import berth.kernel.Account;
import berth.kernel.Clock;
import berth.kernel.Loop;
import java.util.function.BiPredicate;

/// Everything that the control plane needs from outside.
///
/// @param clock the wall clock
/// @param loop the writer's own; nothing else may block it
/// @param store where the state is kept
/// @param logs where log events are kept
/// @param destinations how events go to subscribers
/// @param hooks how functions of lifecycle hooks are called
/// @param authenticator finds out who calls
/// @param account account and region
/// @param settings choices of the operator
/// @param vpcCidr range of the default VPC, where the state has none yet
/// @param seed of everything random in this run
/// @param wakesPass whether a wake-up arrives; always true but in simulations that lose them
public record ControlPorts(
        Clock clock,
        Loop loop,
        Store store,
        LogStore logs,
        LogDestination destinations,
        HookCaller hooks,
        Authenticator authenticator,
        Account account,
        Settings settings,
        String vpcCidr,
        long seed,
        BiPredicate<String, String> wakesPass) {}
