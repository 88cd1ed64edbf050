using System.Globalization;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Projects.Proposals;

/// <summary>Many proposals from one table: checked line by line, then all of them begun as drafts, or none.</summary>
internal static class ProposalImport
{
    private static readonly Role[] _proposers = [Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker];

    public static void MapProposalImport(this SiteRoutes site)
    {
        site.Console.MapGet("/projects/import", (HttpContext http, OrganisationDirectory organisations, string? done, CancellationToken ct) => Show(http, organisations, [], done, ct)).ForRoles(_proposers);
        site.Console.MapPost("/projects/import", Import).ForRoles(_proposers);
        site.Console.MapGet("/projects/import/template.csv", Template).ForRoles(_proposers);
    }

    private static IResult Template(HttpContext http) => Results.File(
        ProposalFile.Template(http.Caller().Appointments.First(held => _proposers.Contains(held.Role)).Division.Value, http.Texts()["project.model.AllOrNothing"]), "text/csv; charset=utf-8", "charitylink-proposals.csv");

    private static async Task<IResult> Import(HttpContext http, OrganisationDirectory organisations, IMediator mediator, CancellationToken ct)
    {
        var proposer = Posted.Reference(http.Request.Form["proposer"].ToString()) ?? Guid.Empty;
        if (http.Request.Form.Files.GetFile("file") is not { Length: > 0 } file)
        {
            return await Show(http, organisations, [new(0, null, new Refusal("csv_missing"))], null, ct);
        }

        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, ct);
        var (drafts, errors) = ProposalFile.Read(bytes.ToArray(), proposer);
        if (errors.Count > 0)
        {
            return await Show(http, organisations, errors, null, ct);
        }

        var outcome = await mediator.Send(ImportProposals.Of(proposer, drafts), ct);
        if (!outcome.IsDone)
        {
            return await Show(http, organisations, [.. outcome.Refusals.Select(AtLine)], null, ct);
        }

        return Page.Go(http, outcome, $"/console/projects/import?done={drafts.Count}");
    }

    private static FileError AtLine(Refusal why) => why.Field?.Split(':') is [var line, var column] && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? new(number, column.Length == 0 ? null : column, why) : new(0, why.Field, why);

    private static async Task<IResult> Show(HttpContext http, OrganisationDirectory organisations, IReadOnlyList<FileError> errors, string? done, CancellationToken ct)
    {
        var own = await organisations.FindMany(http.Caller().Appointments.Where(held => _proposers.Contains(held.Role)).Select(held => held.OrganisationId), ct);
        return Page.Show<ImportPage>(http, new
        {
            Errors = errors, Imported = int.TryParse(done, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= ProposalFile.RowsMax ? count : 0,
            Proposers = own.Values.Where(row => !row.IsSuspended).OrderBy(row => row.Division, StringComparer.Ordinal).ToList(),
        }, errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
