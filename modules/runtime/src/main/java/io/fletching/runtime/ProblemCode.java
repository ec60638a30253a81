package io.fletching.runtime;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Every kind of [Problem]: a stable code, what it means, and the cure.
///
/// A code is written as lower-case words joined by dashes, `provider-failed`; it stays while texts improve.
public enum ProblemCode {
    /// A plugin directory or jar that was asked for is not there.
    PLUGIN_FOLDER_MISSING(
            "A plugin directory or jar was asked for, and there is no such file.",
            "Mend the path, or make the folder."),
    /// A jar or folder cannot be read.
    PLUGIN_UNREADABLE(
            "A jar or folder cannot be read: its permissions forbid it, its link leads nowhere, or the disk"
                    + " failed.",
            "Let the user of this process read it, or take it away."),
    /// A folder leads back to its own plugin directory.
    PLUGIN_SYMLINK_LOOP(
            "A folder in a plugin directory is a link to that directory or to one above it.",
            "Take the link away, or point it to a folder of jars."),
    /// A folder of a plugin directory holds no jar.
    PLUGIN_EMPTY_FOLDER(
            "Each folder in a plugin directory is one plugin made of all jars in it, and this one holds none.",
            "Put the plugin's jars into it, or take it away."),
    /// A file is no whole jar.
    PLUGIN_CORRUPT_JAR(
            "The file is no jar, or was cut short, or some of its bytes have changed.",
            "Copy or download the jar anew."),
    /// A jar is larger than a plugin may be.
    PLUGIN_TOO_LARGE(
            "A plugin is read into memory, so a jar may have 128 MiB, and 256 MiB when unpacked. A small jar"
                    + " that unpacks to more is made to fill memory.",
            "Put large data beside the jar and read it from there, or take the jar away."),
    /// A jar changed while it was read.
    PLUGIN_CHANGED(
            "The file changed while it was read, so what was read may be half old and half new.",
            "Start again when the copy has ended; write a new name and rename to replace a jar safely."),
    /// The module-info of a jar cannot be used.
    PLUGIN_BAD_DESCRIPTOR(
            "The module-info cannot be read, names packages that the jar lacks, or was compiled by a newer" + " Java.",
            "Build the jar anew, or ask its author for one built for this Java."),
    /// A services file has a line that names no class.
    PLUGIN_BAD_SERVICES(
            "A file in META-INF/services has a line that is neither a class name nor a comment.",
            "Write one full class name a line, and comments behind a #."),
    /// A jar is a module that the host has already.
    PLUGIN_MODULE_TAKEN(
            "The jar is a module that the host has already, and the host's comes first, so nothing of the jar"
                    + " is used. A copy of the SPI in a plugin directory does no harm; a provider in such a module is"
                    + " never reached.",
            "Take the jar away, or give its module a name of its own."),
    /// Two jars are one module.
    PLUGIN_MODULE_TWICE(
            "Two different jars have one module name and version, or two jars of one folder one module name."
                    + " No order of files decides between them, so neither is used.",
            "Take one of the jars away."),
    /// A module that a jar requires is missing.
    PLUGIN_MISSING_DEPENDENCY(
            "A jar requires a module that is neither beside it nor in the host.",
            "Put the missing jar and this one into one folder of the plugin directory; for a module of the"
                    + " JDK start with --add-modules."),
    /// One package is in two modules.
    PLUGIN_SPLIT_PACKAGE(
            "Two modules that meet have a package of one name; Java refuses such modules.",
            "Leave the package out of one of the jars, or move it to a name of its own."),
    /// The modules of a plugin cannot be put together.
    PLUGIN_UNRESOLVED(
            "Java refuses to put the modules of the plugin together, as where they require each other in a"
                    + " circle.",
            "Mend what the cause names."),
    /// A class needs a newer Java.
    PLUGIN_NEWER_JAVA(
            "A class file was compiled for a newer Java than this one, or with its preview features.",
            "Compile it with --release 25, or run on the newer Java."),
    /// A jar needs a newer SPI.
    PLUGIN_SPI_TOO_NEW(
            "The jar was compiled against a newer SPI than this host has, and may call what is not there. The"
                    + " version is read from the module's descriptor, before any code runs.",
            "Use a newer Fletching, or an older release of the jar."),
    /// A jar was made for an older SPI.
    PLUGIN_SPI_TOO_OLD(
            "The jar was compiled against an SPI of a lower major version, whose contract was another one.",
            "Use a release of the jar for this SPI, or build it anew against it."),
    /// A plugin provides nothing.
    PLUGIN_NO_PROVIDER(
            "No jar of the plugin provides an initializer, a normalizer, an optimizer or a clipper, so"
                    + " nothing of it is used.",
            "Name the provider's class in module-info (provides) and in META-INF/services, or take the jar" + " away."),
    /// The classes lie in jars within the jar.
    PLUGIN_NESTED_JAR(
            "The jar holds other jars, as an application's does; Java finds no class in a jar within a jar.",
            "Unpack the inner jars into a folder of the plugin directory."),
    /// A plugin did not finish loading in time.
    PLUGIN_HUNG(
            "The plugin was still loading when the time for all plugins had passed: its constructor or static"
                    + " initializer waits or loops, or the disk does. A thread cannot be killed, so it may go on in the"
                    + " background until the process ends.",
            "Take the plugin away, or allow more time where it is only slow."),
    /// A jar is not in plugins.lock.
    PLUGIN_NOT_APPROVED(
            "Beside the plugins lies plugins.lock, so that nothing runs whose SHA-256 it does not list, and"
                    + " this jar is not listed: it is new, or it has changed.",
            "Look at the jar, then approve it by 'fletch providers trust JAR'."),
    /// plugins.lock cannot be read.
    PLUGIN_LOCK_BROKEN(
            "plugins.lock cannot be read or has a line that is no approval, so none of its approvals count"
                    + " and nothing beside it runs.",
            "Mend or take out the line, then approve what is missing by 'fletch providers trust JAR'."),
    /// Note: the same jar lies there twice.
    PLUGIN_DUPLICATE(
            "Two files hold the same bytes; one of them is used, and it makes no difference which.",
            "Take one of the two away."),
    /// Note: a jar brings classes of the host.
    PLUGIN_BUNDLED_HOST(
            "The jar brings packages of Fletching, as where the SPI was packed into it. The host's are used"
                    + " and the jar's ignored.",
            "Leave the SPI out of the jar: give it the scope provided."),
    /// Note: a jar does not say which SPI it was compiled against.
    PLUGIN_SPI_UNKNOWN(
            "Which SPI the jar was compiled against cannot be read from its descriptor, so whether it fits"
                    + " shows only when it runs. Maven records it; plain javac and jars without module-info do not.",
            "Build it with Maven, or against an SPI jar that has a version in its module-info."),
    /// Note: module-info and META-INF/services disagree.
    PLUGIN_SERVICES_DIFFER(
            "The module-info provides other classes than META-INF/services names. As a module the jar"
                    + " provides the former, on a class path the latter.",
            "Name the same classes in both."),
    /// A services file or a module names a class that is not there.
    PROVIDER_MISSING(
            "A services file or a module names a provider, and there is no such class. The jar was packed"
                    + " without it, the name is misspelt, or a class that it extends is missing.",
            "Pack the class, or take its name out of META-INF/services and module-info."),
    /// A class named as a provider is none.
    PROVIDER_WRONG_TYPE(
            "A class is named as a provider of a kind, and does not implement that kind's interface.",
            "Implement the interface, or name the class in the file of the kind that it is."),
    /// A class named as a provider cannot be made.
    PROVIDER_UNFIT(
            "A provider is a public class that is not abstract, with a public constructor without parameters.",
            "Make the class public and no abstract class, with a public constructor without parameters."),
    /// A provider could not be made.
    PROVIDER_FAILED(
            "The constructor or a static initializer of a provider threw. A provider is made once, before"
                    + " anything else is asked of it, and may need nothing but its own jar and the SPI.",
            "Mend what the first cause names, or take the jar away."),
    /// A provider misses a class or a method.
    PROVIDER_UNLINKED(
            "A provider needs a class or a method that is not there, or not as it was when the provider was"
                    + " compiled: a jar beside it is missing or of another version, or the SPI is.",
            "Put the missing jar beside it, or build it against the versions that are here."),
    /// What a provider says about itself breaks the contract.
    PROVIDER_DESCRIPTOR(
            "The descriptor() of a provider threw, gave null, or gave a name or default that the contract"
                    + " does not allow. A name is lower-case words joined by dashes, such as weight-decay.",
            "Mend the provider's descriptor(); the conformance kit shows what is expected."),
    /// Two providers of one plugin have one name.
    PROVIDER_TWICE(
            "Two providers of one kind in one plugin have one name, so that no full name tells them apart,"
                    + " and neither is used.",
            "Give one of them another name."),
    /// A preferred provider is not there.
    PREFERENCE_UNKNOWN(
            "A provider is preferred by its full name, and there is none of that name; the bare name is"
                    + " refused rather than answered by another.",
            "Mend the full name, module/name or module/name@version, or take the preference back.");

    private final String explanation;
    private final String cure;

    ProblemCode(String explanation, String cure) {
        this.explanation = explanation;
        this.cure = cure;
    }

    /// What such a problem means and where it comes from, in a sentence or two.
    public String explanation() {
        return explanation;
    }

    /// What to do about it, in one sentence.
    public String cure() {
        return cure;
    }

    /// A problem of this kind.
    Problem at(Object where, String what) {
        return new Problem(this, where.toString(), what, cure);
    }

    /// The kind of problem that this code names, if any.
    public static Optional<ProblemCode> find(String code) {
        return Arrays.stream(values())
                .filter(value -> value.toString().equals(code))
                .findFirst();
    }

    /// The code: `provider-failed`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
