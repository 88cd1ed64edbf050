using System.Text.Json.Nodes;
using CharityLink.StripeFake.Description;

namespace CharityLink.StripeFake.Http;

/// <summary>A request as it came.</summary>
internal sealed record Request(
    string Id, string Method, string Path, string Form, Operation? Operation, string? Key, string? Authorization, string? Version, string? Account)
{
    /// <summary>What a repeat under the same key must be equal in.</summary>
    public string Fingerprint => $"{Method} {Path}?{Form}";

    /// <summary>Is it about something with this id?</summary>
    public bool Mentions(string id) => Fingerprint.Contains(id, StringComparison.Ordinal) || Key?.Contains(id, StringComparison.Ordinal) == true;
}

/// <summary>An answer as it goes out.</summary>
internal sealed record Answer(int Status, string Body, string OriginalRequest)
{
    public Answer(int status, JsonNode body, string originalRequest)
        : this(status, body.ToJsonString(), originalRequest)
    {
    }

    public static Answer Broken(string request) => Of(new Problem(500, "api_error", null, "An unknown error occurred"), request);

    public static Answer Of(Problem problem, string request) => new(problem.Status, problem.Body(), request);
}
