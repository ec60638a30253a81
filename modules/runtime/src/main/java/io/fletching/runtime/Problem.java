package io.fletching.runtime;

import io.fletching.runtime.jars.JarFault;
import io.fletching.spi.FletchingException;

/// Something on a path or in a plugin directory that cannot be used, or, as a note, that can and should be known.
///
/// It holds texts alone, so that keeping a problem keeps no class of a plugin alive.
///
/// @param code what kind of problem it is, for programs and for `fletch explain`
/// @param where the jar or folder, as a path where there is one
/// @param what what is wrong with it, in one sentence, with the chain of causes where something was thrown
/// @param cure what to do about it, in one sentence
public record Problem(ProblemCode code, String where, String what, String cure) {

    static Problem of(Object where, JarFault fault) {
        Throwable cause = fault.getCause();
        String why = cause == null ? "" : " " + chain(cause);
        return ProblemCode.valueOf("PLUGIN_" + fault.reason()).at(where, fault.getMessage() + why);
    }

    /// In one line: `plugins/x.jar: The jar is cut short. Copy it anew. (plugin-corrupt-jar)`
    @Override
    public String toString() {
        return text() + " (" + code + ")";
    }

    /// The same without the code.
    String text() {
        return where + ": " + what + " " + cure;
    }

    /// Something that was thrown, with its causes, to end a sentence: `class: message <- class: message.` Of an
    /// error of our own the message says it all.
    static String chain(Throwable thrown) {
        var text = new StringBuilder();
        String separator = "";
        // A cause can be made to lead back to where it started.
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < 10; cause = cause.getCause(), depth++) {
            String type =
                    cause instanceof FletchingException ? "" : cause.getClass().getName();
            String message = cause.getMessage() == null ? "" : cause.getMessage();
            text.append(separator)
                    .append(type)
                    .append(type.isEmpty() || message.isEmpty() ? "" : ": ")
                    .append(message);
            separator = " <- ";
        }
        return text.charAt(text.length() - 1) == '.'
                ? text.toString()
                : text.append('.').toString();
    }
}
