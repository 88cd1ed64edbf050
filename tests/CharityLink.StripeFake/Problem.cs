using System.Text.Json.Nodes;

namespace CharityLink.StripeFake;

/// <summary>Stripe's no: thrown by a handler, written as an error by the pipeline.</summary>
internal sealed class Problem(int status, string type, string? code, string message) : Exception(message)
{
    public int Status => status;

    public string Type => type;

    public string? Code => code;

    public string? DeclineCode { get; init; }

    public string? Param { get; init; }

    /// <summary>The payment or set-up as it is after the refusal.</summary>
    public (string Name, JsonObject Value)? Attached { get; init; }

    /// <summary>True when the request was not even begun, so that its key may be used again.</summary>
    public bool BeforeExecution { get; init; }

    public static Problem Invalid(string message, string? param = null, string? code = null) =>
        new(400, "invalid_request_error", code, message) { Param = param };

    public static Problem Missing(string id) =>
        new(404, "invalid_request_error", "resource_missing", $"No such object: '{id}'") { Param = "id" };

    public JsonObject Body()
    {
        var error = new JsonObject { ["type"] = type, ["message"] = Message };
        foreach (var (name, value) in new[] { ("code", code), ("decline_code", DeclineCode), ("param", Param) })
        {
            if (value is not null)
            {
                error[name] = value;
            }
        }

        if (Attached is var (member, attached))
        {
            error[member] = attached.DeepClone();
        }

        return new JsonObject { ["error"] = error };
    }
}
