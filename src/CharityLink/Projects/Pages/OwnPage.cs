using CharityLink.Kernel;
using CharityLink.People;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Makes a page public: its owner came by the link in the mail.</summary>
/// <param name="Key">From the link; it alone shows whose page it is.</param>
[Allow(Public = true)]
public sealed record ConfirmPage(Guid CommandId, Guid PageId, string Key) : ICommand;

/// <summary>Changes what stands on a page.</summary>
/// <param name="Key">From the link; it alone shows whose page it is.</param>
[Allow(Public = true)]
public sealed record ChangePage(Guid CommandId, Guid PageId, string Key, PageWords Words) : ICommand, IValidated
{
    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => Words.Check();
}

/// <summary>Ends a page; what was given by it stays with the project.</summary>
/// <param name="Key">From the link; it alone shows whose page it is.</param>
[Allow(Public = true)]
public sealed record ClosePage(Guid CommandId, Guid PageId, string Key) : ICommand;

public sealed partial record FundraisingPage
{
    /// <summary>Confirming twice confirms once.</summary>
    public static Decision<IPageEvent> Decide(FundraisingPage? page, ConfirmPage command, bool isOwner) => page switch
    {
        _ when page is null || !isOwner => new Refusal("page_key_wrong"),
        { IsConfirmed: true } => [],
        _ when page.Blocked is { } why => why,
        _ => [new PageConfirmed(command.PageId, page.Opened.ProjectId)],
    };

    /// <summary>While it is neither closed nor taken off; the same words again change nothing.</summary>
    public static Decision<IPageEvent> Decide(FundraisingPage? page, ChangePage command, bool isOwner) => page switch
    {
        _ when page is null || !isOwner => new Refusal("page_key_wrong"),
        _ when page.Blocked is { } why => why,
        _ when page.Words == command.Words.Tidy() => [],
        _ => [new PageChanged(command.PageId, page.Opened.ProjectId, command.Words.Tidy())],
    };

    /// <summary>Closing twice closes once; a page that was taken off may be closed, too.</summary>
    public static Decision<IPageEvent> Decide(FundraisingPage? page, ClosePage command, bool isOwner) => page switch
    {
        _ when page is null || !isOwner => new Refusal("page_key_wrong"),
        { IsClosed: true } => [],
        _ => [new PageClosed(command.PageId, page.Opened.ProjectId)],
    };

    private Refusal? Blocked => HiddenBecause is not null ? new Refusal("page_hidden") : IsClosed ? new Refusal("page_closed") : null;
}

internal sealed class OwnPageHandler(Aggregates aggregates, GiverLink keys) : IRequestHandler<ConfirmPage, Outcome>, IRequestHandler<ChangePage, Outcome>, IRequestHandler<ClosePage, Outcome>
{
    public Task<Outcome> Handle(ConfirmPage command, CancellationToken ct) =>
        Change(command.PageId, page => FundraisingPage.Decide(page, command, Opens(page, command.Key)), ct);

    public Task<Outcome> Handle(ChangePage command, CancellationToken ct) =>
        Change(command.PageId, page => FundraisingPage.Decide(page, command, Opens(page, command.Key)), ct);

    public Task<Outcome> Handle(ClosePage command, CancellationToken ct) =>
        Change(command.PageId, page => FundraisingPage.Decide(page, command, Opens(page, command.Key)), ct);

    private bool Opens(FundraisingPage? page, string key) => page is not null && keys.Opens(key, page.Opened.OwnerId);

    private Task<Outcome> Change(Guid id, Func<FundraisingPage?, Decision<IPageEvent>> decide, CancellationToken ct) =>
        aggregates.Change<FundraisingPage, IPageEvent>(id, decide, ct);
}
