using System.Reflection;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Testing;

namespace CharityLink.Tests.Law;

/// <summary>Rules nobody can break here, because the program has no words for it: what is not a fact cannot happen.</summary>
public sealed class ConstructionTests
{
    [Fact, Keeps("CN-PLAN-21", Shows.ByConstruction)]
    public void The_platform_has_no_purse()
    {
        Assert.DoesNotContain(Words(), word => word is "Wallet" or "Balance" or "Custody" or "Escrow" or "Withdrawal" or "Payout");
        // The platform is no organisation: an account that belongs to none takes no money.
        CampaignLaw.Filing(Lawful.Filing with { AccountOwnerId = null }, Lawful.Book).Refuses("CN-PLAN-08", "account_not_own");
    }

    [Fact, Keeps("CN-PLAN-23", Shows.ByConstruction)]
    public void The_platform_takes_no_fee() => Assert.DoesNotContain(Words(), word => word is "Fee" or "Fees" or "Commission" or "Tip" or "Markup");

    [Fact, Keeps("CN-PLAN-25", Shows.ByConstruction), Keeps("CN-PER-01", Shows.ByConstruction)]
    public void There_is_no_appeal_for_one_person()
    {
        Assert.DoesNotContain(Words(), word => word is "Appeal" or "Appeals");
        CampaignLaw.Filing(Lawful.Filed(plan => plan with { Beneficiaries = plan.Beneficiaries with { IsOnePerson = true } }), Lawful.Book).Refuses("CN-PLAN-10", "beneficiary_is_specific_person");
    }

    // Every word in the names of facts and commands, and of what they carry.
    private static List<string> Words()
    {
        var types = typeof(ICommand).Assembly.GetTypes()
            .Where(type => type is { IsInterface: false } && type.GetInterfaces().Any(contract => contract == typeof(ICommand) || contract.Name.EndsWith("Event", StringComparison.Ordinal))).ToList();
        Assert.NotEmpty(types);
        return [.. types.SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name).Append(type.Name)).SelectMany(Split)];
    }

    private static IEnumerable<string> Split(string name)
    {
        var start = 0;
        for (var end = 1; end <= name.Length; end++)
        {
            if (end == name.Length || char.IsUpper(name[end]))
            {
                yield return name[start..end];
                start = end;
            }
        }
    }
}
