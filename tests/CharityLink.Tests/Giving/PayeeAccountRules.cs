using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving;

using Account = Scenario<PayeeAccount, IPayeeAccountEvent>;

/// <summary>How it stands with an account is written down when it changes, in the order in which the provider was asked.</summary>
public sealed class PayeeAccountRules
{
    private static readonly DateTimeOffset _noon = new(2026, 10, 3, 4, 0, 0, TimeSpan.Zero);
    private static readonly PayeeStanding _closed = new(false, true, true, "requirements.past_due");

    [Fact]
    public void Only_what_is_new_is_written_down()
    {
        Account.Given().When(Told(PayeeStanding.Good)).Nothing();
        Account.Given().When(Told(_closed)).Then(Changed(_closed));
        Account.Given(Changed(_closed)).When(Told(_closed, 1)).Nothing();
        Account.Given(Changed(_closed)).When(Told(PayeeStanding.Good, 1)).Then(Changed(PayeeStanding.Good, 1));
    }

    [Fact]
    public void An_older_answer_is_not_taken_over_a_younger_one() => Account.Given(Changed(_closed, 2)).When(Told(PayeeStanding.Good, 1)).Nothing();

    [Theory]
    [InlineData(true, true, false, null, null)]
    [InlineData(true, true, true, null, "account_asked")]
    [InlineData(true, false, true, null, "account_pays_nothing")]
    [InlineData(false, false, true, "rejected.fraud", "account_takes_nothing")]
    [InlineData(false, false, false, PayeeStanding.Disconnected, "account_disconnected")]
    public void The_worst_of_it_is_what_is_told(bool takes, bool pays, bool isAsked, string? why, string? trouble) => Assert.Equal(trouble, new PayeeStanding(takes, pays, isAsked, why).Trouble);

    private static PayeeAccountChanged Changed(PayeeStanding standing, int minutes = 0) => new("stripe", "acct_1", standing, _noon.AddMinutes(minutes));

    private static Func<PayeeAccount?, Decision<IPayeeAccountEvent>> Told(PayeeStanding standing, int minutes = 0) =>
        account => PayeeAccount.Decide(account, new RecordPayeeAccount(StartRules.Id(1), "stripe", "acct_1", standing, _noon.AddMinutes(minutes)));
}
