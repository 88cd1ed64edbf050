using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>Where a giver's words stand. Names are stored and shown: they never change.</summary>
public enum WordsState
{
    /// <summary>Somebody has to read them first.</summary>
    Waiting,

    /// <summary>Everybody may read them.</summary>
    Approved,

    /// <summary>Not shown.</summary>
    Refused,

    /// <summary>Taken back by the giver.</summary>
    TakenBack,
}

/// <summary>What a giver says with one gift: the words that count now, and where they stand.</summary>
public sealed record GiftWords(WordsLeft Left, WordsState State) : IState<GiftWords, IWordsEvent>
{
    /// <summary>In honour of somebody.</summary>
    public const string Honour = "honour";

    /// <summary>In memory of somebody.</summary>
    public const string Memory = "memory";

    /// <summary>The longest message.</summary>
    public const int MessageMax = 280;

    /// <summary>The stream of a gift's words.</summary>
    public static Guid StreamOf(Guid donationId) => StableId.Beside(donationId, "words");

    /// <summary>Under which id the vault keeps the words of one form: sent twice, they are kept once.</summary>
    public static PersonId TextOf(Guid donationId, Guid formId) => new(StableId.Beside(donationId, $"words {formId}"));

    /// <summary>With a gift that was paid; the same form again changes nothing, another one takes the place of what was said before.</summary>
    public static Decision<IWordsEvent> Decide(GiftWords? words, LeaveWords ask, Donation? donation) => donation switch
    {
        null => new Refusal("donation_unknown"),
        { IsPaid: false } => new Refusal("donation_not_paid"),
        _ when words?.Left.TextId == ask.TextId => [],
        _ => [new WordsLeft(ask.DonationId, ask.TextId, donation.Cause, ask.Dedication, ask.Language, ask.At)],
    };

    /// <summary>Let through as they were read: other words need another look.</summary>
    public static Decision<IWordsEvent> Decide(GiftWords? words, ApproveWords ask, Guid? by) => words switch
    {
        null => new Refusal("words_unknown"),
        _ when words.Left.TextId != ask.TextId => new Refusal("words_changed"),
        { State: WordsState.TakenBack } => new Refusal("words_taken_back"),
        { State: WordsState.Approved } => [],
        _ => [new WordsApproved(ask.DonationId, ask.TextId, by)],
    };

    /// <summary>Not shown; what was let through may still be taken off.</summary>
    public static Decision<IWordsEvent> Decide(GiftWords? words, RefuseWords ask, Guid? by) => words switch
    {
        null => new Refusal("words_unknown"),
        _ when words.Left.TextId != ask.TextId => new Refusal("words_changed"),
        { State: WordsState.TakenBack } => new Refusal("words_taken_back"),
        { State: WordsState.Refused } => [],
        _ => [new WordsRefused(ask.DonationId, ask.TextId, ask.Reason.Trim(), by)],
    };

    /// <summary>The giver may take them back at any time.</summary>
    public static Decision<IWordsEvent> Decide(GiftWords? words, TakeWordsBack ask) => words switch
    {
        null => new Refusal("words_unknown"),
        { State: WordsState.TakenBack } => [],
        _ => [new WordsTakenBack(ask.DonationId, words.Left.TextId)],
    };

    /// <inheritdoc/>
    public static GiftWords Evolve(GiftWords? state, IWordsEvent fact) => (state, fact) switch
    {
        (_, WordsLeft e) => new(e, WordsState.Waiting),
        ({ } w, WordsApproved) => w with { State = WordsState.Approved },
        ({ } w, WordsRefused) => w with { State = WordsState.Refused },
        ({ } w, WordsTakenBack) => w with { State = WordsState.TakenBack },
        _ => throw new CorruptStreamException(state, fact),
    };
}
