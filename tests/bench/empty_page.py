"""The yardstick: what Streamlit itself costs, on a page with a title and nothing else."""

import streamlit as st

st.title("Empty")
