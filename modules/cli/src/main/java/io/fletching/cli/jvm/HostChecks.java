package io.fletching.cli.jvm;

import io.fletching.cli.jvm.Machine.Host;
import java.util.List;
import java.util.Locale;

/// Does the machine, or the container, have what training takes?
final class HostChecks {
    private static final long MIB = 1 << 20;
    /// About what a JVM takes beside heap and Arrow memory: code, classes, threads, OpenBLAS.
    private static final long JVM_ITSELF = 256 * MIB;

    private HostChecks() {}

    static List<Finding> of(Host host) {
        return List.of(platform(host), memory(host), threads(host), hugePages(host), temporary(host), charset(host));
    }

    private static Finding platform(Host host) {
        String check = "platform";
        String found = host.system() + " on " + host.architecture();
        return host.system().equals("Linux") && host.architecture().equals("amd64")
                ? Finding.ok(check, found)
                : Finding.warning(
                        check,
                        found + ", where Fletching has not been tried.",
                        "Hold a run against one on Linux x86-64: with --matmul portable both give the same weights.");
    }

    private static Finding memory(Host host) {
        String check = "memory";
        long left = host.memory() - host.heap();
        String found = "of " + mib(host.memory()) + " the heap may take " + mib(host.heap());
        String cure = "Set a smaller heap with -Xmx, such as -Xmx" + host.memory() / 4 / MIB
                + "m, or allow more memory: weights, data and batches are outside the heap.";
        if (left < JVM_ITSELF) {
            return Finding.problem(
                    check,
                    sentence(found) + "; the rest is less than a JVM takes beside it, and the system would end it.",
                    cure);
        }
        if (left < host.memory() / 4) {
            return Finding.warning(
                    check, sentence(found) + ", which leaves little for Arrow memory, where training happens.", cure);
        }
        return Finding.ok(check, found);
    }

    private static Finding threads(Host host) {
        String check = "threads";
        String found =
                host.threads() + " on " + host.processors() + (host.processors() == 1 ? " processor" : " processors");
        return host.threads() <= host.processors()
                ? Finding.ok(check, found)
                : Finding.warning(
                        check,
                        sentence(found) + ": they wait for each other, at each barrier of each step.",
                        "Leave out --threads, or allow the container more processors.");
    }

    /// No gain from huge pages was measured, so no setting is wrong.
    private static Finding hugePages(Host host) {
        String setting = host.hugePages().isEmpty() ? "not known here" : host.hugePages();
        return Finding.ok("huge pages", setting + "; training is as fast without");
    }

    private static Finding temporary(Host host) {
        String check = "temporary files";
        return host.temporaryRefusal().isEmpty()
                ? Finding.ok(check, host.temporary())
                : Finding.problem(
                        check,
                        "None can be made in '" + host.temporary() + "' (" + host.temporaryRefusal()
                                + "), where OpenBLAS is unpacked and large data is kept for a run.",
                        "Make room there, or start Java with -Djava.io.tmpdir=DIR.");
    }

    private static Finding charset(Host host) {
        String check = "locale";
        return host.charset().equalsIgnoreCase("UTF-8")
                ? Finding.ok(check, host.charset())
                : Finding.warning(
                        check,
                        "Names of files and arguments are read as " + host.charset()
                                + "; other signs than those are lost.",
                        "Set a locale of UTF-8, such as LC_ALL=C.UTF-8.");
    }

    private static String mib(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", bytes / MIB);
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
