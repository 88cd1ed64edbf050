using System.Globalization;
using System.Text;
using CharityLink.Kernel;

namespace CharityLink.Web.Tests.Access;

/// <summary>Every command against every kind of sender: what may be done stands in commands.txt, and nothing else may.</summary>
public sealed class CommandAccess
{
    private static readonly DivisionCode _county = DivisionCode.Parse("440703");
    private static readonly Guid _organisation = Guid.CreateVersion7();
    private static readonly Place _inside = new(DivisionCode.Parse("440703001"), _organisation);
    private static readonly Place _outside = new(DivisionCode.Parse("440705"), Guid.CreateVersion7());

    private static readonly IReadOnlyList<Type> _commands =
        [.. typeof(ICommand).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(ICommand))).OrderBy(t => t.Name, StringComparer.Ordinal)];

    [Fact]
    public void Every_command_is_open_to_exactly_those_the_table_names() => Expectation.Match("commands.txt", Table());

    [Fact]
    public void Every_command_says_who_may_send_it() => Assert.All(_commands, command => Assert.NotNull(AllowAttribute.Of(command)));

    [Fact]
    public void Every_command_that_is_not_for_everybody_says_where_it_acts() =>
        Assert.All(_commands.Where(c => AllowAttribute.Of(c) is { Public: false, Roles.Count: > 0 }), command => Assert.True(command.IsAssignableTo(typeof(IActsOn)), command.Name));

    private static string Table()
    {
        var table = new StringBuilder("# who may send which command: + in what the role covers, * anywhere, - never\n");
        table.Append(CultureInfo.InvariantCulture, $"{"",-24}{"public",-8}{"no role",-9}{"system",-8}");
        table.AppendJoin("", Enum.GetValues<Role>().Select(role => role.ToString().PadRight(19))).Append('\n');
        foreach (var command in _commands)
        {
            var rule = AllowAttribute.Of(command) ?? throw new InvalidOperationException($"{command.Name} is open to nobody.");
            table.Append(CultureInfo.InvariantCulture, $"{command.Name,-24}{Mark(rule, Caller.Public),-8}{Mark(rule, Account([])),-9}{Mark(rule, Caller.System),-8}");
            table.AppendJoin("", Enum.GetValues<Role>().Select(role => Mark(rule, Account([new Appointment(role, _organisation, _county)])).PadRight(19))).Append('\n');
        }

        return string.Join('\n', table.ToString().Split('\n').Select(line => line.TrimEnd()));
    }

    private static string Mark(AllowAttribute rule, Caller caller) => (rule.Permits(caller, _inside), rule.Permits(caller, _outside)) switch
    {
        (true, true) => "*",
        (true, false) => "+",
        (false, false) => "-",
        _ => "outside only: wrong",
    };

    private static Caller Account(IEnumerable<Appointment> held) => new(Guid.CreateVersion7(), CallerKind.Account, [.. held]);
}
