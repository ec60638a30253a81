package io.fletching.cli.jvm;

import io.fletching.cli.jvm.Machine.Jvm;
import java.util.List;

/// Is this a JVM on which Fletching computes what it should, and as fast as it can?
final class JvmChecks {
    private static final Runtime.Version OLDEST = Runtime.Version.parse("25.0.3");
    private static final String INSTALL = "Run on a JDK 25, 25.0.3 or newer.";

    private JvmChecks() {}

    static List<Finding> of(Jvm jvm) {
        return List.of(version(jvm), headers(jvm), kernels(jvm), opens(jvm), nativeAccess(jvm), unsafe(jvm));
    }

    private static Finding version(Jvm jvm) {
        String check = "JDK";
        String found = jvm.version() + " (" + jvm.vendor() + ")";
        if (jvm.version().feature() > OLDEST.feature()) {
            return Finding.problem(
                    check,
                    found + ", where Arrow's memory needs access through sun.misc.Unsafe, which JDKs after 25 refuse.",
                    INSTALL);
        }
        if (jvm.version().feature() < OLDEST.feature()) {
            return Finding.problem(check, found + ", which is older than Fletching's classes.", INSTALL);
        }
        if (jvm.version().compareToIgnoreOptional(OLDEST) < 0) {
            return Finding.problem(
                    check,
                    found
                            + ", whose collector moves memory that native code holds (JDK-8377811): results may be wrong.",
                    INSTALL);
        }
        return Finding.ok(check, found);
    }

    private static Finding headers(Jvm jvm) {
        String check = "object headers";
        return jvm.compactObjectHeaders()
                ? Finding.problem(
                        check,
                        "Compact object headers are on; on JDK 25 they corrupt strings (JDK-8380060).",
                        "Start Java without -XX:+UseCompactObjectHeaders.")
                : Finding.ok(check, "not compact");
    }

    private static Finding kernels(Jvm jvm) {
        String check = "kernels";
        String unset = "Unset FLETCHING_KERNELS and the system property fletching.kernels.";
        if (!jvm.kernels().matches("scalar|vector-\\d+")) {
            return Finding.problem(check, jvm.kernels(), unset);
        }
        if (!jvm.vectorApi()) {
            return Finding.warning(
                    check,
                    jvm.kernels() + ", for the Vector API is not there; results are the same, and slower.",
                    "Start Java with --add-modules jdk.incubator.vector.");
        }
        if (!jvm.kernels().startsWith("vector")) {
            return Finding.warning(check, jvm.kernels() + ", though the Vector API is there.", unset);
        }
        return Finding.ok(check, jvm.kernels());
    }

    private static Finding opens(Jvm jvm) {
        String check = "java.nio";
        return jvm.opensNio()
                ? Finding.ok(check, "open to Arrow")
                : Finding.problem(
                        check,
                        "Closed to Arrow, which then cannot read or write files, nor pass memory to other libraries.",
                        "Start Java with --add-opens java.base/java.nio="
                                + (jvm.modules() ? "org.apache.arrow.memory.core" : "ALL-UNNAMED") + ".");
    }

    private static Finding nativeAccess(Jvm jvm) {
        String check = "native access";
        return jvm.noNativeAccess().isEmpty()
                ? Finding.ok(check, "allowed")
                : Finding.warning(
                        check,
                        "Not allowed by a flag to " + String.join(" and ", jvm.noNativeAccess())
                                + "; Java warns of it, and later ones refuse.",
                        "Start Java with --enable-native-access="
                                + (jvm.modules() ? "io.fletching.arrow,io.fletching.linalg" : "ALL-UNNAMED") + ".");
    }

    private static Finding unsafe(Jvm jvm) {
        String check = "sun.misc.Unsafe";
        String cure = "Start Java with --sun-misc-unsafe-memory-access=allow.";
        return switch (jvm.unsafeAccess()) {
            case "allow" -> Finding.ok(check, "allowed");
            case "deny" -> Finding.problem(check, "Memory access is denied, and Arrow's allocator cannot start.", cure);
            default -> Finding.warning(check, "Memory access is not allowed by a flag; Java warns of it.", cure);
        };
    }
}
