using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Offline;

/// <summary>What can be chosen for an offline gift, in words.</summary>
public sealed record OfflineCause(string Value, string Label);

/// <summary>A file that was looked at: what is wrong with it, and how many rows it has.</summary>
public sealed record CheckedFile(IReadOnlyList<OfflineFileError> Errors, int Rows);

/// <summary>What the pages of offline gifts do again and again: who may act for whom, what can be chosen, and names that go to the vault before any fact names them.</summary>
internal sealed class OfflineDesk(OrganisationDirectory organisations, CauseBook causes, Vault vault, IMediator mediator)
{
    /// <summary>The organisations a caller may send a kind of command for.</summary>
    public async Task<IReadOnlyList<OrganisationRow>> For<TCommand>(Caller caller, CancellationToken ct) where TCommand : ICommand =>
        [.. (await organisations.Owners(Areas.Of(caller), ct)).Where(row => caller.May<TCommand>(row.Code, row.OrganisationId))];

    /// <summary>Programs, sites and live projects whose money these bodies hold.</summary>
    /// <param name="holds">Which bodies.</param>
    /// <param name="sitesIn">Sites of this place only.</param>
    public async Task<IReadOnlyList<OfflineCause>> Causes(Func<CauseOrganisation, bool> holds, DivisionCode? sitesIn, Language lang, CancellationToken ct)
    {
        var list = new List<OfflineCause>();
        foreach (var program in (await causes.Programs(ct)).Values.Where(one => !one.IsSuspended).OrderBy(one => one.NameZh, StringComparer.Ordinal))
        {
            if (await causes.Organisation(program.OwnerId, ct) is { IsVerified: true, IsSuspended: false } owner && holds(owner))
            {
                var name = Show.Name(program.NameZh, program.NameEn, lang);
                list.Add(new($"program:{program.Id}", $"{name} · {Show.Name(owner.NameZh, owner.NameEn, lang)}"));
                list.AddRange((await causes.Sites(program.Id, ct)).Where(site => sitesIn is { } place && place.Contains(site.Division))
                    .Select(site => new OfflineCause($"site:{program.Id}:{site.Id}", $"{name} · {Show.Name(site.NameZh, site.NameEn, lang)}")));
            }
        }

        foreach (var project in (await causes.Projects(ct)).Values.Where(one => one is { IsPublic: true, State: CharityLink.Projects.ProjectState.Live }).OrderBy(one => one.TitleZh, StringComparer.Ordinal))
        {
            if (project.OrganiserId is { } id && await causes.Organisation(id, ct) is { } organiser && holds(organiser))
            {
                list.Add(new($"project:{project.Id}", Show.Name(project.TitleZh, project.TitleEn, lang)));
            }
        }

        return list;
    }

    /// <summary>A cause as <see cref="Choice"/> reads it.</summary>
    public static string ValueOf(CauseChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return choice.ProjectId is { } project ? $"project:{project}" : choice.SiteId is { } site ? $"site:{choice.ProgramId}:{site}" : $"program:{choice.ProgramId}";
    }

    /// <summary>Reads what was chosen; null for nothing, or nonsense.</summary>
    public static CauseChoice? Choice(string value) => value.Split(':') switch
    {
        ["program", var program] when Guid.TryParse(program, out var id) => new(id, null, null, null),
        ["site", var program, var site] when Guid.TryParse(program, out var id) && Guid.TryParse(site, out var place) => new(id, place, null, null),
        ["project", var project] when Guid.TryParse(project, out var id) => new(null, null, id, null),
        _ => null,
    };

    /// <summary>Sends a command that names people: they go to the vault first, and those who are new leave it again when the command is refused.</summary>
    public async Task<Outcome> Send(ICommand command, IReadOnlyList<(PersonId Id, string Name, Refusal Taken)> people, CancellationToken ct)
    {
        var kept = await Task.WhenAll(people.Select(one => vault.Remember(one.Id, new PersonFields(one.Name), ct)));
        var taken = people.Zip(kept).Where(pair => pair.Second.How == Remembered.Other).Select(pair => pair.First.Taken).ToList();
        var outcome = taken.Count > 0 ? Outcome.Refused(taken) : await mediator.Send(command, ct);
        if (!outcome.IsDone)
        {
            await Task.WhenAll(people.Zip(kept).Where(pair => pair.Second.How == Remembered.New).Select(pair => vault.Forget(pair.First.Id, ct)));
        }

        return outcome;
    }

    /// <summary>A refusal that names a line before its field becomes an error of the file.</summary>
    public static OfflineFileError AtLine(Refusal why) =>
        why.Field?.Split(':') is [var line, var column] && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(number, column.Length == 0 ? null : column, why) : new(0, why.Field, why);
}
