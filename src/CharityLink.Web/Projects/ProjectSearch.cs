using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Web.Network;

namespace CharityLink.Web.Projects;

/// <summary>What the address of the public list asks for. Whatever is none of the choices is passed over: a list is never refused.</summary>
/// <param name="Stage">Null: every stage the public sees.</param>
public sealed record ProjectSearch(string Text, Division? Place, Guid? Program, Guid? Body, string Kind, ProjectStage? Stage, FundingModel? Model, bool IsShort, ProjectSort Sort, int Number)
{
    /// <summary>As the directory is asked.</summary>
    public ProjectFilter Filter => new(
        Bodies: Body is { } body ? [body] : null, Place: Place?.Code, ProgramId: Program, Kind: Kind.Length > 0 ? Kind : null,
        Stages: Stage is { } stage ? [stage] : ProjectFilter.Public, Model: Model, IsShort: IsShort, Text: Text);

    /// <summary>Reads the query. Without a stage those that take gifts are meant.</summary>
    public static ProjectSearch Read(IQueryCollection query, Divisions divisions) => new(
        Paging.Text(query["q"]),
        DivisionCode.TryParse(query["place"], out var code) ? divisions.Find(code) : null,
        Guid.TryParse(query["program"], out var program) ? program : null,
        Guid.TryParse(query["by"], out var body) ? body : null,
        ProjectKinds.Find(query["kind"].ToString())?.Code ?? "",
        query["stage"].ToString() is "all" ? null : One<ProjectStage>(query["stage"]) is { } stage && ProjectFilter.Public.Contains(stage) ? stage : ProjectStage.Live,
        One<FundingModel>(query["model"]), query["need"] == "half", One<ProjectSort>(query["sort"]) ?? ProjectSort.EndingSoon, Paging.Number(query["page"]));

    // Names only: numbers would be taken for names, too.
    private static T? One<T>(string? text) where T : struct, Enum =>
        Enum.GetNames<T>().Contains(text, StringComparer.Ordinal) ? Enum.Parse<T>(text!) : null; // A name is some text.
}
