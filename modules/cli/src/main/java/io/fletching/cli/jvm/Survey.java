package io.fletching.cli.jvm;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import io.fletching.arrow.Memory;
import io.fletching.cli.jvm.Machine.Host;
import io.fletching.cli.jvm.Machine.Jvm;
import io.fletching.cli.jvm.Machine.Libraries;
import io.fletching.kernels.Kernels;
import io.fletching.linalg.MatrixProduct;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/// Gathers the facts of this machine and of the JVM that asks.
public final class Survey {
    private static final String ARROW = "org.apache.arrow.memory.core";
    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    private Survey() {}

    /// What is here now.
    ///
    /// @param threads that training would use
    public static Machine of(int threads) {
        return new Machine(jvm(), libraries(), host(threads));
    }

    private static Jvm jvm() {
        ModuleLayer boot = ModuleLayer.boot();
        Module arrow =
                boot.findModule(ARROW).orElse(ClassLoader.getSystemClassLoader().getUnnamedModule());
        return new Jvm(
                Runtime.version(),
                System.getProperty("java.vendor", ""),
                Memory.class.getModule().isNamed(),
                Boolean.parseBoolean(flag("UseCompactObjectHeaders")),
                boot.findModule("jdk.incubator.vector").isPresent(),
                kernels(),
                Object.class.getModule().isOpen("java.nio", arrow),
                Stream.of(Memory.class.getModule(), MatrixProduct.class.getModule())
                        .filter(module -> !module.isNativeAccessEnabled())
                        .map(module -> module.isNamed() ? module.getName() : "the class path")
                        .distinct()
                        .toList(),
                System.getProperty("sun.misc.unsafe.memory.access", ""));
    }

    private static String flag(String name) {
        try {
            return bean(HotSpotDiagnosticMXBean.class).getVMOption(name).getValue();
        } catch (IllegalArgumentException thereIsNone) {
            return "";
        }
    }

    private static String kernels() {
        try {
            return Kernels.f32().name();
        } catch (IllegalStateException refusal) {
            return String.valueOf(refusal.getMessage());
        }
    }

    private static Libraries libraries() {
        String refusal = "";
        String product;
        try {
            product = MatrixProduct.openBlas().description();
        } catch (IllegalStateException notThere) {
            refusal = String.valueOf(notThere.getMessage());
            product = "portable";
        }
        return new Libraries(PathSearch.arrow(), allocating(), PathSearch.loggers(), product, refusal);
    }

    private static String allocating() {
        try (Memory memory = Memory.create()) {
            memory.allocate(DType.F32, Shape.of(1024));
            return "";
        } catch (FletchingException refusal) {
            return String.valueOf(refusal.getMessage());
        }
    }

    private static Host host(int threads) {
        String temporary = System.getProperty("java.io.tmpdir", "");
        return new Host(
                System.getProperty("os.name", ""),
                System.getProperty("os.arch", ""),
                Math.min(
                        bean(OperatingSystemMXBean.class).getTotalMemorySize(),
                        ControlGroup.limit(Path.of("/sys/fs/cgroup"))),
                Runtime.getRuntime().maxMemory(),
                Runtime.getRuntime().availableProcessors(),
                threads,
                hugePages(),
                temporary,
                writing(Path.of(temporary)),
                System.getProperty("sun.jnu.encoding", ""));
    }

    /// The word in brackets of `always [madvise] never`.
    private static String hugePages() {
        return Arrays.stream(ControlGroup.text(HUGE_PAGES).split("\\s+"))
                .filter(word -> word.startsWith("["))
                .map(word -> word.substring(1, word.length() - 1))
                .findFirst()
                .orElse("");
    }

    private static String writing(Path folder) {
        try {
            Path file = Files.createTempFile(folder, "fletching-", "");
            try {
                Files.write(file, new byte[4096]);
            } finally {
                Files.delete(file);
            }
            return "";
        } catch (NoSuchFileException thereIsNone) {
            return "there is no such folder";
        } catch (AccessDeniedException denied) {
            return "access is denied";
        } catch (IOException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private static <T extends PlatformManagedObject> T bean(Class<T> type) {
        return ManagementFactory.getPlatformMXBean(type);
    }
}
