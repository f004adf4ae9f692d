package berth.agent.docker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The smallest program that waits for ever: an ELF file of some 200 bytes, written instruction by instruction, so
/// that no binary lies in the source tree.
///
/// In C it would be `signal(SIGCHLD, SIG_IGN); for (;;) pause();`. Ignoring SIGCHLD has the kernel reap orphans, which
/// the first process of a namespace must see to. It has no handler for SIGTERM, hence its image stops with SIGKILL.
final class PauseProgram {
    private static final long LOAD_ADDRESS = 0x400000;
    private static final int HEADERS_BYTES = 64 + 56;
    private static final int SIGCHLD = 17;
    private static final int SIGNAL_SET_BYTES = 8;
    private static final short MACHINE_X86_64 = 62;
    private static final short MACHINE_AARCH64 = 183;

    private PauseProgram() {}

    /// @param architecture `x86_64` or `arm64`
    static byte[] elf(String architecture) {
        return switch (architecture) {
            case "x86_64" -> elf(MACHINE_X86_64, x8664());
            case "arm64" -> elf(MACHINE_AARCH64, aarch64());
            default -> throw new IllegalArgumentException("no pause program for the architecture " + architecture);
        };
    }

    /// The kernel's `struct sigaction` with the handler SIG_IGN: handler, flags, restorer and mask, 8 bytes each.
    private static final int SIGACTION_BYTES = 32;

    private static byte[] x8664() {
        ByteBuffer code = code(41 + SIGACTION_BYTES);
        code.put((byte) 0xb8).putInt(13); // mov eax, 13 (rt_sigaction)
        code.put((byte) 0xbf).putInt(SIGCHLD); // mov edi, SIGCHLD
        code.put(new byte[] {0x48, (byte) 0x8d, 0x35}).putInt(24); // lea rsi, [rip + 24]: the sigaction
        code.put(new byte[] {0x31, (byte) 0xd2}); // xor edx, edx
        code.put(new byte[] {0x41, (byte) 0xba}).putInt(SIGNAL_SET_BYTES); // mov r10d, 8
        code.put(new byte[] {0x0f, 0x05}); // syscall
        code.put((byte) 0xb8).putInt(34); // loop: mov eax, 34 (pause)
        code.put(new byte[] {0x0f, 0x05}); // syscall
        code.put(new byte[] {(byte) 0xeb, (byte) 0xf7}); // jmp loop
        code.put(new byte[41 - code.position()]);
        return code.putLong(1).array();
    }

    private static byte[] aarch64() {
        int instructions = 14;
        ByteBuffer code = code(instructions * 4 + SIGACTION_BYTES);
        code.putInt(move(8, 134)); // rt_sigaction
        code.putInt(move(0, SIGCHLD));
        code.putInt(address(1, (instructions - 2) * 4)); // adr x1: the sigaction
        code.putInt(move(2, 0));
        code.putInt(move(3, SIGNAL_SET_BYTES));
        code.putInt(0xd4000001); // svc #0
        for (int register = 0; register < 5; register++) { // loop: ppoll(NULL, 0, NULL, NULL, 0)
            code.putInt(move(register, 0));
        }
        code.putInt(move(8, 73)); // ppoll
        code.putInt(0xd4000001); // svc #0
        code.putInt(0x14000000 | (-7 & 0x3ffffff)); // b loop
        return code.putLong(1).array();
    }

    /// `movz x<register>, #value`
    private static int move(int register, int value) {
        return 0xd2800000 | value << 5 | register;
    }

    /// `adr x<register>, . + offset`, for an offset that is a multiple of 4
    private static int address(int register, int offset) {
        return 0x10000000 | (offset / 4) << 5 | register;
    }

    private static ByteBuffer code(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// An executable with one segment, readable and executable, that holds the headers and the code.
    private static byte[] elf(short machine, byte[] code) {
        int size = HEADERS_BYTES + code.length;
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        file.putShort((short) 2).putShort(machine).putInt(1); // executable, version 1
        file.putLong(LOAD_ADDRESS + HEADERS_BYTES); // entry point
        file.putLong(64).putLong(0).putInt(0); // program headers follow; no sections; no flags
        file.putShort((short) 64).putShort((short) 56).putShort((short) 1); // sizes of the headers; one program header
        file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        file.putInt(1).putInt(5); // loaded, readable and executable
        file.putLong(0).putLong(LOAD_ADDRESS).putLong(LOAD_ADDRESS);
        file.putLong(size).putLong(size).putLong(0x10000);
        file.put(code);
        return file.array();
    }
}
