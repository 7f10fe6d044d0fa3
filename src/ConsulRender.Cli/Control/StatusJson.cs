using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ConsulRender.Conditions;
using ConsulRender.Planning;
using ConsulRender.Processes;

namespace ConsulRender.Cli.Control;

/// <summary>Writes a status for scripts; names never change, new ones may come. docs/operations.md tells each. Stateless.</summary>
internal static class StatusJson
{
    private const int Version = 1;

    /// <summary>The status as one object.</summary>
    /// <param name="status">The status.</param>
    /// <param name="isPublic">Whether everybody may read it, so that messages which may quote values are left out.</param>
    public static string Of(DaemonStatus status, bool isPublic = false)
    {
        var buffer = new ArrayBufferWriter<byte>();

        // Quotes in messages stay readable; what is written here never becomes part of a web page.
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("consulrender", ProgramVersion.Text);
            json.WriteNumber("pid", Environment.ProcessId);
            Time(json, "time", status.Time);
            Time(json, "started", status.Started);
            Condition(json, status.Status.Condition, isPublic);
            json.WriteBoolean("applying", status.IsApplying);
            json.WriteStartArray("groups");
            foreach (var group in status.Status.Groups)
            {
                Group(json, status.Status, group, isPublic);
            }

            json.WriteEndArray();
            Troubles(json, status.Status);
            json.WriteStartArray("watching");
            foreach (var watching in status.Status.Watching)
            {
                json.WriteStringValue(watching);
            }

            json.WriteEndArray();
            Child(json, status.Status.Child);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Group(Utf8JsonWriter json, RunnerStatus status, GroupStatus group, bool isPublic)
    {
        json.WriteStartObject();
        json.WriteString("name", group.Name);
        Condition(json, group.Condition, isPublic);
        json.WriteNumber("files", group.Files);
        Time(json, "last_apply", group.LastApply);
        Time(json, "data_time", group.DataTime);
        Result(json, "last_check", group.LastCheck);
        Result(json, "last_reload", group.LastReload);
        json.WriteStartArray("waiting_for");
        foreach (var missing in group.Missing)
        {
            json.WriteStartObject();
            json.WriteString("dependency", SafeText.Of($"{missing.Dependency}"));
            json.WriteString("template", missing.Position.Template);
            json.WriteNumber("line", missing.Position.Line);
            json.WriteNumber("column", missing.Position.Column);
            json.WriteString("reason", SafeText.Of(status.Reason(missing)));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Hold(json, group, isPublic);
        RolledBack(json, group);
        json.WriteEndObject();
    }

    private static void Hold(Utf8JsonWriter json, GroupStatus group, bool isPublic)
    {
        if (group.Hold is not { } hold)
        {
            json.WriteNull("held");
            return;
        }

        json.WriteStartObject("held");
        Time(json, "since", hold.Since);
        Time(json, "expires", hold.Expires);
        json.WriteString("release", $"consulrender release {group.Name}");
        json.WriteStartArray("reasons");
        foreach (var reason in isPublic ? [] : hold.Reasons)
        {
            json.WriteStringValue(SafeText.Of(reason));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void RolledBack(Utf8JsonWriter json, GroupStatus group)
    {
        if (group.RolledBack is not { } rolledBack)
        {
            json.WriteNull("rolled_back");
            return;
        }

        json.WriteStartObject("rolled_back");
        json.WriteNumber("version", rolledBack.Version);
        Time(json, "since", rolledBack.Since);
        json.WriteString("release", $"consulrender release {group.Name}");
        json.WriteEndObject();
    }

    private static void Condition(Utf8JsonWriter json, Condition condition, bool isPublic)
    {
        json.WriteString("state", StatusWords.Of(condition.State));
        if (condition.State == ConditionState.Healthy)
        {
            json.WriteNull("reason");
            json.WriteNull("message");
        }
        else
        {
            json.WriteString("reason", StatusWords.Of(condition.Reason));
            json.WriteString("message", isPublic && MayQuote(condition.Reason) ? "'consulrender status' says more" : condition.Message);
        }

        Time(json, "since", condition.Since == default ? null : condition.Since);
        Time(json, "next_try", condition.NextTry);
    }

    // Templates and what people write about texts quote what they complain of.
    private static bool MayQuote(ConditionReason reason) => reason is ConditionReason.Template or ConditionReason.Guard;

    private static void Result(Utf8JsonWriter json, string name, CommandResult? result)
    {
        if (result is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteBoolean("succeeded", result.Succeeded);
        Time(json, "time", result.Time);
        json.WriteString("message", result.Problem is { } problem ? SafeText.Of(problem.Split('\n', 2)[0]) : null);
        json.WriteEndObject();
    }

    private static void Troubles(Utf8JsonWriter json, RunnerStatus status)
    {
        json.WriteStartArray("troubles");
        foreach (var (dependency, trouble) in status.Troubles)
        {
            json.WriteStartObject();
            json.WriteString("dependency", SafeText.Of($"{dependency}"));
            json.WriteString("message", SafeText.Of(trouble.Message));
            Time(json, "since", trouble.Since);
            Time(json, "next_try", trouble.NextTry);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Child(Utf8JsonWriter json, ChildStatus? child)
    {
        if (child is null)
        {
            json.WriteNull("child");
            return;
        }

        json.WriteStartObject("child");
        json.WriteString("state", StatusWords.Of(child.State));
        if (child.ProcessId is { } processId)
        {
            json.WriteNumber("pid", processId);
        }
        else
        {
            json.WriteNull("pid");
        }

        json.WriteNumber("starts", child.Starts);
        json.WriteEndObject();
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json.WriteString(name, Rfc3339.Format(known));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
