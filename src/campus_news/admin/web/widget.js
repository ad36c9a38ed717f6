// Three ways of filling in that Decap does not have: people of the roster and guests in one list, one text a line, a text
// with proposals. Then the form begins.
(() => {
  "use strict";

  const plain = (value) => (value && value.toJS ? value.toJS() : value);
  const button = (label, said, props) =>
    h("button", { type: "button", className: "form-button", title: said, "aria-label": said, ...props }, label);

  // A value that this form does not know stays as it is; else it would be lost by the first change beside it.
  const odd = (props) =>
    h("p", { id: props.forID, className: "form-odd" }, "这一项的写法表单不认识，会原样保留；要改请到代码托管平台上改。");

  const proposals = (id, words) =>
    h("datalist", { id }, words.map((word) => h("option", { key: word, value: word })));

  // Decap does not draw a field anew while pictures are loading: what was filled in meanwhile would not be seen, and lost by the
  // next change. So each of these holds its value itself.
  const holding = {
    getInitialState() {
      return { held: plain(this.props.value) };
    },
    componentDidUpdate(before) {
      const value = plain(this.props.value);
      if (before.value !== this.props.value && JSON.stringify(value) !== JSON.stringify(this.state.held)) {
        this.setState({ held: value });
      }
    },
    put(held) {
      this.setState({ held });
      this.props.onChange(held);
    },
  };

  const People = createClass({
    ...holding,
    people() {
      return this.state.held || [];
    },
    roster() {
      return plain(this.props.field.get("options"));
    },
    columns() {
      return plain(this.props.field.get("columns"));
    },
    add(person) {
      this.put([...this.people(), person]);
    },
    change(index, key, value) {
      const people = this.people().map((one) => ({ ...one }));
      people[index][key] = value;
      if (value === "" && key !== "name") delete people[index][key];
      if (key === "name") delete people[index].slug;
      this.put(people);
    },
    move(index, by) {
      const people = [...this.people()];
      const [one] = people.splice(index, 1);
      people.splice(index + by, 0, one);
      this.put(people);
    },
    remove(index) {
      this.put(this.people().filter((_, i) => i !== index));
    },
    isValid() {
      const people = this.people();
      const nameless = Array.isArray(people) && people.some((one) => one && !one.name && (one.title || one.org || one.act));
      const message = `“${this.props.field.get("label")}”里有一位没有写姓名`;
      return nameless ? { error: { type: "CUSTOM", message } } : { error: false };
    },
    known(person) {
      return this.roster().some((one) => one.name === person.name) && !person.title && !person.org;
    },
    input(person, index, column) {
      const said = `${this.props.field.get("label")}第 ${index + 1} 位：${column.label}`;
      return h("input", {
        key: column.name,
        type: "text",
        className: `form-${column.name}`,
        value: person[column.name] || "",
        placeholder: column.label,
        title: column.hint,
        "aria-label": said,
        list: column.name === "name" ? `${this.props.forID}-names` : undefined,
        onChange: (event) => this.change(index, column.name, event.target.value),
        onFocus: this.props.setActiveStyle,
        onBlur: this.props.setInactiveStyle,
      });
    },
    row(person, index, people) {
      const name = { name: "name", label: "姓名", hint: "" };
      const columns = this.columns().filter((one) => !(this.known(person) && ["title", "org"].includes(one.name)));
      const which = person.slug && this.roster().find((one) => one.slug === person.slug);
      return h(
        "li",
        { key: index, className: "form-person" },
        this.input(person, index, name),
        which && h("span", { key: "which", className: "form-which" }, which.said),
        columns.map((column) => this.input(person, index, column)),
        button("↑", `${person.name || "这一位"}上移`, { onClick: () => this.move(index, -1), disabled: index === 0 }),
        button("↓", `${person.name || "这一位"}下移`, {
          onClick: () => this.move(index, 1),
          disabled: index === people.length - 1,
        }),
        button("×", `去掉${person.name || "这一位"}`, { onClick: () => this.remove(index) }),
      );
    },
    chip(one) {
      const person = one.slug ? { name: one.name, slug: one.slug } : { name: one.name };
      return button(one.slug ? `${one.name}（${one.said}）` : one.name, `加上${one.name}（${one.said}）`, {
        key: one.slug || one.name,
        className: "form-button form-chip",
        onClick: () => this.add(person),
      });
    },
    render() {
      const people = this.people();
      if (!Array.isArray(people) || people.some((one) => one === null || typeof one !== "object")) {
        return odd(this.props);
      }
      const taken = (one) => people.some((person) => (one.slug ? person.slug === one.slug : person.name === one.name));
      const left = this.roster().filter((one) => !taken(one));
      const names = [...new Set(this.roster().map((one) => one.name))];
      const former = left.filter((one) => !one.now);
      return h(
        "div",
        { id: this.props.forID, className: `form-people ${this.props.classNameWrapper}` },
        proposals(`${this.props.forID}-names`, names),
        people.length > 0 && h("ol", null, people.map(this.row)),
        h(
          "div",
          { className: "form-chips" },
          left.filter((one) => one.now).map(this.chip),
          button("＋ 来宾或其他人", "加上一位来宾或其他人", {
            className: "form-button form-guest",
            onClick: () => this.add({ name: "" }),
          }),
        ),
        former.length > 0 &&
          h("details", null, h("summary", null, "现在没有任职的"), h("div", { className: "form-chips" }, former.map(this.chip))),
      );
    },
  });

  const Lines = createClass({
    ...holding,
    change(event) {
      this.text = event.target.value;
      const lines = this.text.split("\n").map((line) => line.trim());
      this.put(lines.filter((line) => line));
    },
    // As it is being typed: with the empty line in which the next item will stand.
    shown(lines) {
      const typed = (this.text || "").split("\n").map((line) => line.trim());
      return typed.filter((line) => line).join("\n") === lines.join("\n") ? this.text || "" : lines.join("\n");
    },
    render() {
      const lines = this.state.held || [];
      if (!Array.isArray(lines) || lines.some((one) => typeof one !== "string")) return odd(this.props);
      const text = this.shown(lines);
      return h("textarea", {
        id: this.props.forID,
        className: `form-lines ${this.props.classNameWrapper}`,
        rows: Math.max(2, text.split("\n").length),
        value: text,
        onChange: this.change,
        onFocus: this.props.setActiveStyle,
        onBlur: this.props.setInactiveStyle,
      });
    },
  });

  const Suggest = createClass({
    ...holding,
    render() {
      const { forID, classNameWrapper, setActiveStyle, setInactiveStyle, field } = this.props;
      return h(
        "div",
        null,
        h("input", {
          id: forID,
          type: "text",
          list: `${forID}-words`,
          className: classNameWrapper,
          value: this.state.held || "",
          onChange: (event) => this.put(event.target.value),
          onFocus: setActiveStyle,
          onBlur: setInactiveStyle,
        }),
        proposals(`${forID}-words`, plain(field.get("options"))),
      );
    },
  });

  const Nothing = () => null;
  CMS.registerWidget("people", People, Nothing);
  CMS.registerWidget("lines", Lines, Nothing);
  CMS.registerWidget("suggest", Suggest, Nothing);
  CMS.registerCustomFormat("report", "md", window.REPORT_FORMAT);
  CMS.init();
})();
