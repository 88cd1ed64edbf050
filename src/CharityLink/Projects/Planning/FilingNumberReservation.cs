using CharityLink.Kernel;

namespace CharityLink.Projects;

/// <summary>A fact about which campaign bears one filing number. Its stream is named by the number, so that two can never win it (CN-PLAN-04).</summary>
public interface IFilingNumberEvent;

/// <summary>A campaign bears the number from now on.</summary>
public sealed record FilingNumberTaken(string FilingNumber, Guid ProjectId) : IFilingNumberEvent;

/// <summary>The campaign gave the number up (it had been typed in wrongly).</summary>
public sealed record FilingNumberReleased(string FilingNumber, Guid ProjectId) : IFilingNumberEvent;

/// <summary>Which campaign bears one filing number: a stream per number, written in the same append as the campaign.</summary>
public sealed record FilingNumberReservation(string FilingNumber, Guid? HolderId) : IState<FilingNumberReservation, IFilingNumberEvent>
{
    /// <summary>The stream of a number.</summary>
    public static Guid StreamOf(string number) => StableId.Of("filing_number:" + number);

    /// <inheritdoc/>
    public static FilingNumberReservation Evolve(FilingNumberReservation? state, IFilingNumberEvent fact) => (state, fact) switch
    {
        (null or { HolderId: null }, FilingNumberTaken e) => new(e.FilingNumber, e.ProjectId),
        ({ HolderId: { } holder }, FilingNumberReleased e) when holder == e.ProjectId => state with { HolderId = null },
        _ => throw new CorruptStreamException(state, fact),
    };
}
